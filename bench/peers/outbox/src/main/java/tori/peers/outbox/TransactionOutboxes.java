package tori.peers.outbox;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.ExecutorSubmitter;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.gruelbox.transactionoutbox.TransactionOutboxEntry;
import com.gruelbox.transactionoutbox.TransactionOutboxListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * transaction-outbox: each event is a call scheduled under its key as unique request, submitted to
 * a pool in memory as soon as it is committed; its row is kept, as processed. What the pool's queue
 * cannot hold, and what failed, a background thread flushes.
 */
public abstract class TransactionOutboxes implements Contender {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionOutboxes.class);

    /** The library advises 10,000 and more. */
    private static final int QUEUED = 16_384;

    private Store store;
    private Post post;
    private ThreadPoolExecutor workers;
    private TransactionManager transactions;
    private TransactionOutbox outbox;
    private Thread flusher;

    /** What is scheduled and later called. */
    @FunctionalInterface
    public interface Deliver {
        void deliver(String key, String body) throws IOException;
    }

    /** On PostgreSQL. */
    public static final class OnPostgres extends TransactionOutboxes {
        @Override
        public String name() {
            return "transaction-outbox/postgres";
        }

        @Override
        Store open(Terms terms) throws Exception {
            return PostgresStore.in(terms.folder(), terms.maxInFlight() + 10);
        }

        @Override
        Dialect dialect() {
            return Dialect.POSTGRESQL_9;
        }
    }

    /** On H2, the only store of those supported that runs in the process. */
    public static final class OnH2 extends TransactionOutboxes {
        @Override
        public String name() {
            return "transaction-outbox/h2";
        }

        @Override
        public boolean durable() {
            return false;
        }

        @Override
        Store open(Terms terms) {
            return new H2Store(terms.folder(), terms.maxInFlight() + 10);
        }

        @Override
        Dialect dialect() {
            return Dialect.H2;
        }
    }

    abstract Store open(Terms terms) throws Exception;

    abstract Dialect dialect();

    @Override
    public String version() {
        return Versions.of("transaction-outbox") + " on " + store.version();
    }

    @Override
    public String order() {
        return "none";
    }

    @Override
    public void start(Terms terms) throws Exception {
        store = open(terms);
        post = new Post(terms);
        workers =
                new ThreadPoolExecutor(
                        terms.maxInFlight(),
                        terms.maxInFlight(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUED));
        transactions = TransactionManager.fromDataSource(store.dataSource());
        Deliver deliver = post::deliver;
        outbox =
                TransactionOutbox.builder()
                        .transactionManager(transactions)
                        .persistor(Persistor.forDialect(dialect()))
                        .instantiator(Instantiator.using(type -> deliver))
                        .submitter(ExecutorSubmitter.builder().executor(workers).build())
                        .attemptFrequency(Duration.ofSeconds(20))
                        .listener(new Completions(terms.marks()))
                        .build();
        flusher = Thread.ofPlatform().name("flush").start(this::flush);
    }

    private void flush() {
        while (true) {
            try {
                Thread.sleep(1_000);
                while (outbox.flush()) {
                    // Until nothing is left, as the library's manual shows it.
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted() || workers.isShutdown()) {
                    return;
                }
                LOG.warn("flush failed", e);
            }
        }
    }

    @Override
    public void enqueue(Event event) {
        transactions.inTransaction(() -> {
            try {
                outbox.with()
                        .uniqueRequestId(event.key())
                        .schedule(Deliver.class)
                        .deliver(event.key(), event.body());
            } catch (IOException e) {
                throw new AssertionError("scheduling calls nobody", e);
            }
        });
    }

    @Override
    public long outstanding() throws Exception {
        return Long.parseLong(
                store.ask("SELECT count(*) FROM TXNO_OUTBOX WHERE processed = FALSE"));
    }

    @Override
    public long foreignCpuNanos() {
        return store.foreignCpuNanos();
    }

    @Override
    public void close() throws Exception {
        workers.getQueue().clear();
        workers.shutdown();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        flusher.interrupt();
        flusher.join();
        post.close();
        store.close();
    }

    /** Called after the transaction that marked the entry as processed. */
    private record Completions(Marks marks) implements TransactionOutboxListener {
        @Override
        public void success(TransactionOutboxEntry entry) {
            marks.marked();
        }
    }
}
