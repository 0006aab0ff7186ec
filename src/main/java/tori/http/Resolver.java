package tori.http;

import okhttp3.Dns;

import org.jspecify.annotations.Nullable;

import tori.poll.AddressBook;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.time.NanoClock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves names, for the gate and for OkHttp alike, and remembers the answers. Thread-safe.
 *
 * <p>The system's look-up blocks in native code, which would hold the carrier of a virtual thread;
 * so it runs on a few platform threads, "tori-dns-…", once for all who ask for the same name at the
 * same time. A name once resolved never waits for a slow server again: its old address is used
 * while a new one is asked for.
 */
public final class Resolver implements Dns, AddressBook, AutoCloseable {

    /** Asks somebody for the addresses of a name. Blocks. */
    @FunctionalInterface
    public interface Lookup {

        /** The system's own. */
        Lookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        /** At least one address. */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /**
     * Bounds.
     *
     * @param threads look-ups at once; names whose servers hang hold one each until the system
     *     gives up
     * @param timeout the longest anybody waits for a look-up
     * @param maxHosts names remembered
     */
    public record Limits(int threads, Duration timeout, int maxHosts) {

        /** For a daemon that polls a million sites; a name takes some 150 bytes. */
        public static final Limits DEFAULT = new Limits(32, Duration.ofSeconds(5), 1 << 20);
    }

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NEGATIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Up to this age an address is used without waiting for the one that is being asked for. */
    private static final long STALE_AT_ONCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Up to this age, when nothing newer can be had. */
    private static final long STALE_NANOS = TimeUnit.HOURS.toNanos(24);

    /** Look-ups that may wait for a thread; beyond it a name counts as unknown. */
    private static final int MAX_WAITING = 10_000;

    private static final long IDLE_THREAD_SECONDS = 30;

    /** Of a full cache this part makes room at once. */
    private static final int EVICTED_PART = 8;

    /**
     * @param addresses empty if the look-up failed
     * @param reached the one that was connected to last; null if none was
     */
    private record Known(
            List<InetAddress> addresses, long sinceNanos, @Nullable InetAddress reached) {

        Known(List<InetAddress> addresses, long sinceNanos) {
            this(addresses, sinceNanos, null);
        }

        boolean fresh(long nowNanos) {
            return nowNanos - sinceNanos < (addresses.isEmpty() ? NEGATIVE_NANOS : FRESH_NANOS);
        }

        boolean usable(long nowNanos, long maxAgeNanos) {
            return !addresses.isEmpty() && nowNanos - sinceNanos < maxAgeNanos;
        }
    }

    private final Lookup lookup;
    private final Limits limits;
    private final NanoClock clock;
    private final ThreadPoolExecutor threads;
    private final Map<String, Known> cache = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> inFlight =
            new ConcurrentHashMap<>();

    public Resolver(Lookup lookup, Limits limits, NanoClock clock) {
        this.lookup = lookup;
        this.limits = limits;
        this.clock = clock;
        this.threads =
                new ThreadPoolExecutor(
                        limits.threads(),
                        limits.threads(),
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().daemon().name("tori-dns-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** For OkHttp; an interrupt stays set. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        try {
            return resolve(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while " + host + " was looked up");
        }
    }

    /** For the gate. */
    @Override
    public String addressOf(String host) throws FetchException, InterruptedException {
        try {
            List<InetAddress> addresses = resolve(host);
            Known known = cache.get(host);
            InetAddress reached = known == null ? null : known.reached();
            return (reached != null && addresses.contains(reached) ? reached : addresses.getFirst())
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new FetchException(Cause.DNS, "the name " + host + " could not be resolved", e);
        }
    }

    /** This address of the host let us in, whichever others it has. */
    void connected(String host, InetAddress address) {
        Known known = cache.get(host);
        if (known != null && !address.equals(known.reached())) {
            cache.computeIfPresent(
                    host, (name, now) -> new Known(now.addresses(), now.sinceNanos(), address));
        }
    }

    private List<InetAddress> resolve(String host)
            throws UnknownHostException, InterruptedException {
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        long now = clock.nanoTime();
        Known known = cache.get(host);
        if (known != null && known.fresh(now)) {
            if (known.addresses().isEmpty()) {
                throw new UnknownHostException(host);
            }
            return known.addresses();
        }
        CompletableFuture<List<InetAddress>> asked = ask(host);
        if (known != null && known.usable(now, STALE_AT_ONCE_NANOS)) {
            return known.addresses();
        }
        try {
            return asked.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (known != null && known.usable(now, STALE_NANOS)) {
                return known.addresses();
            }
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** Begins a look-up unless one of that name is under way. */
    private CompletableFuture<List<InetAddress>> ask(String host) {
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = inFlight.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> look(host, mine));
        } catch (RejectedExecutionException e) {
            inFlight.remove(host, mine);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    /** On a thread of ours. */
    private void look(String host, CompletableFuture<List<InetAddress>> result) {
        try {
            List<InetAddress> addresses = List.copyOf(lookup.addresses(host));
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            Known before = cache.get(host);
            InetAddress reached = before == null ? null : before.reached();
            remember(host, new Known(addresses, clock.nanoTime(), reached));
            inFlight.remove(host, result);
            result.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            Known known = cache.get(host);
            if (known == null || known.addresses().isEmpty()) {
                remember(host, new Known(List.of(), clock.nanoTime()));
            }
            inFlight.remove(host, result);
            result.completeExceptionally(e);
        }
    }

    private void remember(String host, Known known) {
        if (cache.size() >= limits.maxHosts() && !cache.containsKey(host)) {
            long now = clock.nanoTime();
            cache.values().removeIf(each -> !each.fresh(now));
            // Still full: any will do, a look-up brings it back. Many at once, because looking
            // for them takes as long as there are names, and the next newcomer shall not.
            int kept = limits.maxHosts() - limits.maxHosts() / EVICTED_PART;
            cache.keySet().removeIf(any -> cache.size() > kept);
        }
        cache.put(host, known);
    }

    private static @Nullable InetAddress literal(String host) {
        boolean maybe = !host.isEmpty() && (host.indexOf(':') >= 0 || endsInDigit(host));
        if (!maybe) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean endsInDigit(String host) {
        char last = host.charAt(host.length() - 1);
        return last >= '0' && last <= '9';
    }

    /** Names remembered now. */
    int remembered() {
        return cache.size();
    }

    /** Ends its threads; one that hangs in the system's look-up does not keep the process alive. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
