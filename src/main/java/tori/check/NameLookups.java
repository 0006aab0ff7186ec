package tori.check;

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
 * Asks the system for addresses, each time anew: a check has to see when a name stops working, so
 * nothing is remembered beyond the JVM's own 30 seconds. Thread-safe; the system's look-up blocks
 * in native code, which would hold the carrier of a virtual thread, and so runs on a few platform
 * threads, "tori-names-…", once for all who wait for the same name.
 */
public final class NameLookups implements Names, AutoCloseable {

    /** Asks somebody for the addresses of a name. Blocks. */
    @FunctionalInterface
    public interface Source {

        /** The system's own. */
        Source SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        /** At least one address. */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    /** Names whose servers hang hold a thread each until the system gives up. */
    private static final int THREADS = 32;

    /** Look-ups that may wait for a thread; beyond it a name counts as unknown. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Source source;
    private final ThreadPoolExecutor threads;
    private final Map<String, CompletableFuture<List<InetAddress>>> inFlight =
            new ConcurrentHashMap<>();

    public NameLookups(Source source) {
        this.source = source;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().daemon().name("tori-names-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public List<InetAddress> addresses(String host, long maxWaitNanos)
            throws UnknownHostException, InterruptedException {
        try {
            return ask(host).get(Math.max(1, maxWaitNanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

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
            List<InetAddress> addresses = List.copyOf(source.addresses(host));
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            inFlight.remove(host, result);
            result.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            inFlight.remove(host, result);
            result.completeExceptionally(e);
        }
    }

    /** Ends its threads; one that hangs in the system's look-up does not keep the process alive. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
