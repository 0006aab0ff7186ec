package tori.peers.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/**
 * db-scheduler: each event is a one-time task whose instance is the key, its row is deleted when
 * delivered.
 */
public abstract class DbScheduler implements Contender {

    private static final String TABLE =
            """
            CREATE TABLE scheduled_tasks (
              task_name TEXT NOT NULL,
              task_instance TEXT NOT NULL,
              task_data %1$s,
              execution_time %2$s NOT NULL,
              picked BOOLEAN NOT NULL,
              picked_by TEXT,
              last_success %2$s,
              last_failure %2$s,
              consecutive_failures INT,
              last_heartbeat %2$s,
              version BIGINT NOT NULL,
              priority SMALLINT,
              PRIMARY KEY (task_name, task_instance))
            """;

    private Store store;
    private Scheduler scheduler;
    private Post post;
    private OneTimeTask<String> deliver;

    /** On SQLite: due tasks are fetched, each is locked on its own when executed. */
    public static final class OnSqlite extends DbScheduler {
        @Override
        public String name() {
            return "db-scheduler/sqlite";
        }

        @Override
        Store open(Terms terms) throws Exception {
            Store store = new SqliteStore(terms.folder(), 1);
            store.execute(TABLE.formatted("BLOB", "TIMESTAMP"));
            return store;
        }

        @Override
        SchedulerBuilder poll(SchedulerBuilder builder) {
            return builder.pollUsingFetchAndLockOnExecute(1.0, 6.0);
        }
    }

    /** On PostgreSQL: due tasks are locked and fetched in batches by one statement. */
    public static final class OnPostgres extends DbScheduler {
        @Override
        public String name() {
            return "db-scheduler/postgres";
        }

        @Override
        Store open(Terms terms) throws Exception {
            Store store = PostgresStore.in(terms.folder(), terms.maxInFlight() + 10);
            store.execute(TABLE.formatted("BYTEA", "TIMESTAMP WITH TIME ZONE"));
            return store;
        }

        @Override
        SchedulerBuilder poll(SchedulerBuilder builder) {
            return builder.pollUsingLockAndFetch(1.0, 4.0);
        }
    }

    abstract Store open(Terms terms) throws Exception;

    abstract SchedulerBuilder poll(SchedulerBuilder builder);

    @Override
    public String version() {
        return Versions.of("db-scheduler") + " on " + store.version();
    }

    @Override
    public String order() {
        return "none";
    }

    @Override
    public void start(Terms terms) throws Exception {
        store = open(terms);
        store.execute(
                "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
                "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
        post = new Post(terms);
        deliver =
                Tasks.oneTime("deliver", String.class)
                        .execute((instance, context) ->
                                deliver(instance.getId(), instance.getData()));
        scheduler =
                poll(Scheduler.create(store.dataSource(), deliver))
                        .threads(terms.maxInFlight())
                        .pollingInterval(Duration.ofMillis(100))
                        .enableImmediateExecution()
                        .shutdownMaxWait(Duration.ofSeconds(5))
                        .addSchedulerListener(new Completions(terms.marks()))
                        .build();
        scheduler.start();
    }

    private void deliver(String key, String body) {
        try {
            post.deliver(key, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void enqueue(Event event) {
        scheduler.schedule(deliver.instance(event.key(), event.body()), Instant.now());
    }

    @Override
    public long outstanding() throws Exception {
        return Long.parseLong(store.ask("SELECT count(*) FROM scheduled_tasks"));
    }

    @Override
    public long foreignCpuNanos() {
        return store.foreignCpuNanos();
    }

    @Override
    public void close() throws Exception {
        scheduler.stop();
        post.close();
        store.close();
    }

    /** Called after the row of the task was deleted. */
    private static final class Completions extends AbstractSchedulerListener {

        private final Marks marks;

        private Completions(Marks marks) {
            this.marks = marks;
        }

        @Override
        public void onExecutionComplete(ExecutionComplete execution) {
            if (execution.getResult() == ExecutionComplete.Result.OK) {
                marks.marked();
            }
        }
    }
}
