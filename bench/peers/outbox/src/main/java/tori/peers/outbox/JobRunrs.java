package tori.peers.outbox;

import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.common.DatabaseCreator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.storage.sql.sqlite.SqLiteStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * JobRunr: each event is an enqueued job whose id is made of the key; succeeded jobs are kept. A
 * worker that becomes idle looks for work at once, an idle server every five seconds, which is the
 * shortest interval it accepts.
 */
public abstract class JobRunrs implements Contender {

    private Store store;
    private Post post;
    private StorageProvider storage;
    private JobRunrConfigurationResult server;
    private JobRequestScheduler scheduler;

    /** On SQLite. */
    public static final class OnSqlite extends JobRunrs {
        @Override
        public String name() {
            return "jobrunr/sqlite";
        }

        @Override
        Store open(Terms terms) throws Exception {
            // Creating the tables takes a second connection, which working does not.
            try (Store store = new SqliteStore(terms.folder(), 2)) {
                new DatabaseCreator(store.dataSource(), SqLiteStorageProvider.class)
                        .runMigrations();
            }
            return new SqliteStore(terms.folder(), 1);
        }

        @Override
        StorageProvider storage(DataSource source) {
            return new SqLiteStorageProvider(source, DatabaseOptions.SKIP_CREATE);
        }
    }

    /** On PostgreSQL. */
    public static final class OnPostgres extends JobRunrs {
        @Override
        public String name() {
            return "jobrunr/postgres";
        }

        @Override
        Store open(Terms terms) throws Exception {
            return PostgresStore.in(terms.folder(), terms.maxInFlight() + 10);
        }

        @Override
        StorageProvider storage(DataSource source) {
            return SqlStorageProviderFactory.using(source);
        }
    }

    /** The job as stored; fields, because that is what is serialized. */
    public static final class Deliver implements JobRequest {

        private final String key;
        private final String body;

        /** For deserialization. */
        public Deliver() {
            this("", "");
        }

        Deliver(String key, String body) {
            this.key = key;
            this.body = body;
        }

        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Runs the job. */
    public static final class Handler implements JobRequestHandler<Deliver> {

        private final Post post;

        Handler(Post post) {
            this.post = post;
        }

        @Override
        public void run(Deliver job) throws IOException {
            post.deliver(job.key, job.body);
        }
    }

    abstract Store open(Terms terms) throws Exception;

    abstract StorageProvider storage(DataSource source);

    @Override
    public String version() {
        return Versions.of("jobrunr") + " on " + store.version();
    }

    @Override
    public String order() {
        return "none";
    }

    @Override
    public void start(Terms terms) throws Exception {
        store = open(terms);
        post = new Post(terms);
        storage = storage(store.dataSource());
        Handler handler = new Handler(post);
        BackgroundJobServerConfiguration configuration =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(Duration.ofSeconds(5))
                        .andBackgroundJobServerWorkerPolicy(
                                new DefaultBackgroundJobServerWorkerPolicy(
                                        terms.maxInFlight(),
                                        BackgroundJobServerThreadType.PlatformThreads));
        server =
                JobRunr.configure()
                        .useJsonMapper(new JacksonJsonMapper())
                        .useJobActivator(new HandlerActivator(handler))
                        .useStorageProvider(storage)
                        .withJobFilter(new Completions(terms.marks()))
                        .useBackgroundJobServer(configuration)
                        .initialize();
        scheduler = server.getJobRequestScheduler();
    }

    @Override
    public void enqueue(Event event) {
        UUID id = UUID.nameUUIDFromBytes(event.key().getBytes(StandardCharsets.UTF_8));
        scheduler.enqueue(id, new Deliver(event.key(), event.body()));
    }

    @Override
    public long outstanding() throws Exception {
        return Long.parseLong(
                store.ask("SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'"));
    }

    @Override
    public long foreignCpuNanos() {
        return store.foreignCpuNanos();
    }

    @Override
    public void close() throws Exception {
        server.getBackgroundJobServer().stop();
        storage.close();
        post.close();
        store.close();
    }

    private record HandlerActivator(Handler handler) implements JobActivator {
        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
        }
    }

    /** Called after the job was saved in its new state. */
    private record Completions(Marks marks) implements ApplyStateFilter {
        @Override
        public void onStateApplied(Job job, JobState before, JobState after) {
            if (after.getName() == StateName.SUCCEEDED) {
                marks.marked();
            }
        }
    }
}
