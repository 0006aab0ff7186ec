package tori.http;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.DohConfig;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the system for addresses, and resolvers over HTTPS where it fails or takes too long. Where
 * it says that there is no such name nobody else is asked: that is an answer. Thread-safe; blocks
 * the look-ups' threads. Remembers nothing: {@link Resolver} does.
 */
public final class FallbackLookup implements Resolver.Lookup, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FallbackLookup.class);

    /** The system answers in milliseconds, or sends its question again after five seconds. */
    private static final Duration SYSTEM_PATIENCE = Duration.ofSeconds(1);

    /** All of them together; with the system's within what {@link Resolver} waits. */
    private static final Duration RESOLVERS_PATIENCE = Duration.ofMillis(3500);

    /** When nobody knows: what the system's own tries take together. Nobody waits for it then. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(30);

    /** As {@link Resolver} has: each of its threads waits for one of these. */
    private static final int THREADS = 32;

    private static final long IDLE_THREAD_SECONDS = 30;

    private final Resolver.Lookup system;
    private final NanoClock clock;
    private final ThreadPoolExecutor threads;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile List<DohResolver> resolvers = List.of();

    public FallbackLookup(Resolver.Lookup system, NanoClock clock) {
        this.system = system;
        this.clock = clock;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(THREADS),
                        Thread.ofPlatform().daemon().name("tori-system-dns-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Asks these from now on where the system fails; nobody if there are none. */
    public void configure(List<DohConfig> configs) {
        List<DohResolver> before = resolvers;
        resolvers = configs.stream().map(DohResolver::new).toList();
        before.forEach(DohResolver::close);
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        List<DohResolver> fallback = resolvers;
        if (fallback.isEmpty()) {
            return system.addresses(host);
        }
        Future<List<InetAddress>> asked = askSystem(host);
        try {
            List<InetAddress> addresses =
                    asked.get(SYSTEM_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            worksAgain();
            return addresses;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (SystemAnswer.isNoSuchName(cause)) {
                worksAgain();
                throw unknown(host, cause);
            }
            return askOthers(fallback, host, asked, String.valueOf(cause.getMessage()));
        } catch (TimeoutException e) {
            return askOthers(fallback, host, asked, "no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private Future<List<InetAddress>> askSystem(String host) {
        try {
            return threads.submit(() -> system.addresses(host));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new UnknownHostException("too many look-ups of the system hang"));
        }
    }

    private void worksAgain() {
        if (failing.get() && failing.compareAndSet(true, false)) {
            log.info("The system's resolver works again");
        }
    }

    private List<InetAddress> askOthers(
            List<DohResolver> fallback, String host, Future<List<InetAddress>> asked, String why)
            throws UnknownHostException {
        if (failing.compareAndSet(false, true)) {
            log.warn(
                    "The system's resolver fails ({}); names are asked for at {} meanwhile",
                    why,
                    String.join(", ", fallback.stream().map(DohResolver::name).toList()));
        }
        long deadline = clock.nanoTime() + RESOLVERS_PATIENCE.toNanos();
        IOException failure = null;
        try {
            for (int i = 0; i < fallback.size(); i++) {
                long left = Math.max(1, deadline - clock.nanoTime());
                DohResolver resolver = fallback.get(i);
                try {
                    return resolver.addresses(host, Duration.ofNanos(left / (fallback.size() - i)));
                } catch (UnknownHostException e) {
                    throw e;
                } catch (IOException e) {
                    log.debug("{} does not resolve {}", resolver.name(), host, e);
                    failure = e;
                }
            }
            return asked.get(LAST_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(host, failure == null ? e : failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    /** Ends its threads; one that hangs in the system's look-up does not keep the process alive. */
    @Override
    public void close() {
        threads.shutdownNow();
        resolvers.forEach(DohResolver::close);
    }
}
