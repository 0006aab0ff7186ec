package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Cause;
import tori.time.NanoClock;
import tori.time.Sleeper;
import tori.time.SystemClocks;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one gate before all outbound fetches: so many at once overall, per host and per address, and
 * with a gap between starts. Thread-safe; waiting blocks the (virtual) thread that asks, no longer
 * than it is willing to. Those of one host pass in the order of asking; hosts of one address take
 * turns there, see {@link AddressLane}.
 *
 * <p>A fetch passes host, address and the whole, in this order, and waits for what is narrow before
 * it holds what is shared. So one who waits for a crowded host holds nothing that another host
 * needs; one who waits for a crowded address, only what his own host needs. Since all take them in
 * the same order they cannot wait for each other in a circle.
 */
public final class OutboundGate {

    private final NanoClock clock;
    private final AddressBook addresses;
    private final Sleeper sleeper;
    private final Semaphore overall;
    private final GateLanes<HostLane> hosts;
    private final GateLanes<AddressLane> ips;

    public OutboundGate(GateLimits limits, AddressBook addresses, NanoClock clock) {
        this(limits, addresses, clock, SystemClocks.sleeper());
    }

    OutboundGate(GateLimits limits, AddressBook addresses, NanoClock clock, Sleeper sleeper) {
        this.clock = clock;
        this.addresses = addresses;
        this.sleeper = sleeper;
        this.overall = new Semaphore(limits.maxConnections(), true);
        this.hosts = new GateLanes<>(limits.perHost(), HostLane::new, clock);
        this.ips = new GateLanes<>(limits.perAddress(), AddressLane::new, clock);
    }

    /**
     * Waits for the right to fetch from a host now.
     *
     * @param maxWait the longest to wait, the look-up of the address not included
     * @throws FetchException {@code TIMEOUT} if that was not long enough, {@code RATE_LIMITED} if
     *     the host asked to be left alone for longer than that, {@code DNS} if it has no address
     */
    Permit acquire(String host, Duration maxWait) throws IOException, InterruptedException {
        String name = host.toLowerCase(Locale.ROOT);
        Permit permit = new Permit(name, clock.nanoTime() + maxWait.toNanos());
        try {
            refuseIfPenalised(permit);
            String address = addresses.addressOf(name);
            // A slow look-up is the resolver's to bound; it takes nothing from the wait.
            permit.deadlineNanos = clock.nanoTime() + maxWait.toNanos();
            permit.passHost();
            permit.passAddress(address);
            permit.passOverall();
            permit.passed();
            return permit;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            permit.release();
            throw e;
        }
    }

    /**
     * Lets no fetch to this host start before then; those who would wait too long fail at once.
     *
     * @param untilNanos by the gate's clock
     */
    public void penalise(String host, long untilNanos) {
        String name = host.toLowerCase(Locale.ROOT);
        hosts.enter(name).penalise(untilNanos);
        hosts.leave(name);
    }

    /** Hosts and addresses remembered now. */
    int remembered() {
        return hosts.size() + ips.size();
    }

    private void refuseIfPenalised(Permit permit) throws FetchException {
        long now = clock.nanoTime();
        long penalty = permit.hostLane.penaltyNanos(now);
        if (penalty > 0 && now + penalty - permit.deadlineNanos > 0) {
            throw FetchException.leftAlone(
                    permit.host
                            + " asked to be left alone for another "
                            + Words.duration(penalty)
                            + "; not asked before then",
                    Duration.ofNanos(penalty));
        }
    }

    /**
     * The right to fetch, or part of it while it is being acquired. Used by one thread; released
     * once, by whichever thread.
     */
    final class Permit {

        private final String host;
        private final HostLane hostLane;
        private long deadlineNanos;
        private String address = "";
        private @Nullable AddressLane addressLane;
        private AddressLane.@Nullable Place place;
        private boolean hostHeld;
        private boolean overallHeld;
        private long passedNanos;
        private boolean released;

        Permit(String host, long deadlineNanos) {
            this.host = host;
            this.deadlineNanos = deadlineNanos;
            this.hostLane = hosts.enter(host);
        }

        private void passHost() throws IOException, InterruptedException {
            take(hostLane.permits(), "to " + host);
            hostHeld = true;
            refuseIfPenalised(this);
            long wait = hostLane.reserveStart(clock.nanoTime(), deadlineNanos);
            if (wait < 0) {
                throw hostLane.isSpaced() ? noRoomInTime(host) : inVain("to " + host);
            }
            sleep(wait);
        }

        private void passAddress(String name) throws IOException, InterruptedException {
            AddressLane lane = ips.enter(name);
            address = name;
            addressLane = lane;
            AddressLane.Place mine = lane.ask(hostLane, clock.nanoTime(), deadlineNanos);
            place = mine;
            switch (lane.await(mine, deadlineNanos - clock.nanoTime())) {
                case GRANTED -> {
                    sleep(mine.startNanos() - clock.nanoTime());
                    lane.started(mine, clock.nanoTime());
                }
                case REFUSED ->
                        throw lane.isSpaced()
                                ? noRoomInTime(addressInWords())
                                : inVain("to " + addressInWords());
                case WAITING, ENDED -> throw inVain("to " + addressInWords());
            }
        }

        private void passOverall() throws IOException, InterruptedException {
            take(overall, "of http.max_connections for " + host);
            overallHeld = true;
        }

        /** From here on, how long it takes is the host's doing. */
        private void passed() {
            passedNanos = clock.nanoTime();
        }

        private void take(Semaphore permits, String which)
                throws IOException, InterruptedException {
            long wait = deadlineNanos - clock.nanoTime();
            if (!permits.tryAcquire(Math.max(wait, 0), TimeUnit.NANOSECONDS)) {
                throw inVain(which);
            }
        }

        private String addressInWords() {
            return "the address " + address + " of " + host;
        }

        private void sleep(long nanos) throws InterruptedException {
            if (nanos > 0) {
                sleeper.sleep(nanos);
            }
        }

        /** Gives everything back; further calls do nothing. */
        synchronized void release() {
            if (released) {
                return;
            }
            released = true;
            long now = clock.nanoTime();
            if (overallHeld) {
                hostLane.held(now - passedNanos, now);
                overall.release();
            }
            AddressLane lane = addressLane;
            if (lane != null) {
                if (place != null) {
                    lane.leave(place, now);
                }
                ips.leave(address);
            }
            if (hostHeld) {
                hostLane.permits().release();
            }
            hosts.leave(host);
        }
    }

    private static FetchException inVain(String which) {
        return new FetchException(
                Cause.TIMEOUT, "waited for a free connection " + which + " in vain", null);
    }

    private static FetchException noRoomInTime(String which) {
        return new FetchException(
                Cause.TIMEOUT,
                "waited for a free connection in vain: the gap between fetches to "
                        + which
                        + " leaves no room in time",
                null);
    }
}
