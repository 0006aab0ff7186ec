package tori.http;

import okhttp3.Dns;

import org.jspecify.annotations.Nullable;

import tori.index.KeyedSet;
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

        /** For a daemon that polls a million sites; a name takes some 100 bytes. */
        public static final Limits DEFAULT = new Limits(32, Duration.ofSeconds(5), 1 << 20);
    }

    /** Up to this age an address is used without waiting for the one that is being asked for. */
    private static final long STALE_AT_ONCE_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Up to this age, when nothing newer can be had. */
    private static final long STALE_NANOS = TimeUnit.HOURS.toNanos(24);

    /** Look-ups that may wait for a thread; beyond it a name counts as unknown. */
    private static final int MAX_WAITING = 10_000;

    private static final long IDLE_THREAD_SECONDS = 30;

    /** Of a full cache this part makes room at once. */
    private static final int EVICTED_PART = 8;

    private final Lookup lookup;
    private final Limits limits;
    private final NanoClock clock;
    private final ThreadPoolExecutor threads;
    private final KeyedSet<String, KnownName> cache = new KeyedSet<>(KnownName::host);
    private final Map<String, CompletableFuture<KnownName>> inFlight = new ConcurrentHashMap<>();

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
            InetAddress literal = literal(host);
            return literal == null ? resolve(host).addresses() : List.of(literal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while " + host + " was looked up");
        }
    }

    /** For the gate. */
    @Override
    public String addressOf(String host) throws FetchException, InterruptedException {
        try {
            InetAddress literal = literal(host);
            return literal == null ? resolve(host).place() : literal.getHostAddress();
        } catch (UnknownHostException e) {
            throw new FetchException(Cause.DNS, "the name " + host + " could not be resolved", e);
        }
    }

    /** This address of the host let us in, whichever others it has. */
    void connected(String host, InetAddress address) {
        KnownName known = cache.get(host);
        if (known != null && !address.equals(known.reached())) {
            cache.replace(host, now -> now.reachedAt(address));
        }
    }

    /** A name that has addresses. */
    private KnownName resolve(String host) throws UnknownHostException, InterruptedException {
        long now = clock.nanoTime();
        KnownName known = cache.get(host);
        if (known != null && known.fresh(now)) {
            if (known.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return known;
        }
        CompletableFuture<KnownName> asked = ask(host);
        if (known != null && known.usable(now, STALE_AT_ONCE_NANOS)) {
            return known;
        }
        try {
            return asked.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (known != null && known.usable(now, STALE_NANOS)) {
                return known;
            }
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** Begins a look-up unless one of that name is under way. */
    private CompletableFuture<KnownName> ask(String host) {
        CompletableFuture<KnownName> mine = new CompletableFuture<>();
        CompletableFuture<KnownName> other = inFlight.putIfAbsent(host, mine);
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
    private void look(String host, CompletableFuture<KnownName> result) {
        try {
            List<InetAddress> addresses = List.copyOf(lookup.addresses(host));
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            KnownName before = cache.get(host);
            InetAddress reached = before == null ? null : before.reached();
            KnownName found = KnownName.of(host, addresses, clock.nanoTime(), reached);
            remember(found);
            inFlight.remove(host, result);
            result.complete(found);
        } catch (UnknownHostException | RuntimeException e) {
            KnownName known = cache.get(host);
            if (known == null || known.isEmpty()) {
                remember(KnownName.of(host, List.of(), clock.nanoTime(), null));
            }
            inFlight.remove(host, result);
            result.completeExceptionally(e);
        }
    }

    private void remember(KnownName known) {
        if (cache.size() >= limits.maxHosts() && cache.get(known.host()) == null) {
            long now = clock.nanoTime();
            cache.removeIf(each -> !each.fresh(now));
            // Still full: any will do, a look-up brings it back. Many at once, because looking
            // for them takes as long as there are names, and the next newcomer shall not.
            int kept = limits.maxHosts() - limits.maxHosts() / EVICTED_PART;
            cache.removeIf(any -> cache.size() > kept);
        }
        cache.put(known);
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
