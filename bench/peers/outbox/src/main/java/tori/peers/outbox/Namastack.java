package tori.peers.outbox;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.OutboxRecord;
import io.namastack.outbox.OutboxRecordRepository;
import io.namastack.outbox.OutboxRecordStatus;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import javax.sql.DataSource;

/**
 * namastack-outbox in a Spring Boot application without a web server: each event is a record of its
 * entity, and records of one entity are delivered in order; completed records are kept.
 */
public abstract class Namastack implements Contender {

    private Store store;
    private Post post;
    private ConfigurableApplicationContext context;
    private Outbox outbox;

    /** On PostgreSQL. */
    public static final class OnPostgres extends Namastack {
        @Override
        public String name() {
            return "namastack-outbox/postgres";
        }

        @Override
        Store open(Terms terms) throws Exception {
            return PostgresStore.in(terms.folder(), terms.maxInFlight() + 10);
        }
    }

    /** On H2, the only store of those supported that runs in the process. */
    public static final class OnH2 extends Namastack {
        @Override
        public String name() {
            return "namastack-outbox/h2";
        }

        @Override
        public boolean durable() {
            return false;
        }

        @Override
        Store open(Terms terms) {
            return new H2Store(terms.folder(), terms.maxInFlight() + 10);
        }
    }

    /** The record's payload. */
    public record Delivery(String key, String body) {}

    /** The application. */
    @EnableAutoConfiguration
    public static class Application {}

    /** Called with each record. */
    public static final class Handler implements OutboxTypedHandler<Delivery> {

        private final Post post;

        Handler(Post post) {
            this.post = post;
        }

        @Override
        public void handle(Delivery delivery, OutboxRecordMetadata metadata) {
            try {
                post.deliver(delivery.key(), delivery.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    abstract Store open(Terms terms) throws Exception;

    @Override
    public String version() {
        return Versions.of("namastack-outbox") + " on " + store.version();
    }

    @Override
    public String order() {
        return "per entity";
    }

    @Override
    public void start(Terms terms) throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        store = open(terms);
        post = new Post(terms);
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .properties(
                                "spring.main.banner-mode=off",
                                "namastack.outbox.polling.batch-size=500",
                                "namastack.outbox.polling.trigger=fixed",
                                "namastack.outbox.polling.fixed.interval=10ms",
                                "namastack.outbox.processing.executor-core-pool-size="
                                        + terms.maxInFlight(),
                                "namastack.outbox.processing.executor-max-pool-size="
                                        + terms.maxInFlight(),
                                "namastack.outbox.processing.shutdown-timeout=5s",
                                "namastack.outbox.jdbc.schema-initialization.enabled=true")
                        .initializers(application -> register(application, terms))
                        .run();
        outbox = context.getBean(Outbox.class);
    }

    private void register(ConfigurableApplicationContext application, Terms terms) {
        GenericApplicationContext beans = (GenericApplicationContext) application;
        beans.registerBean(DataSource.class, store::dataSource);
        beans.registerBean(Handler.class, () -> new Handler(post));
        beans.registerBean(Completions.class, () -> new Completions(terms.marks()));
    }

    @Override
    public void enqueue(Event event) {
        outbox.schedule(new Delivery(event.key(), event.body()), event.entity());
    }

    @Override
    public long outstanding() throws Exception {
        return Long.parseLong(
                store.ask("SELECT count(*) FROM outbox_record WHERE status <> 'COMPLETED'"));
    }

    @Override
    public long foreignCpuNanos() {
        return store.foreignCpuNanos();
    }

    @Override
    public void close() throws Exception {
        context.close();
        post.close();
        store.close();
    }

    /**
     * Stands before the repository, since the library tells nobody that a record is complete: a
     * completed record that was saved is a mark.
     */
    private record Completions(Marks marks) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof OutboxRecordRepository)) {
                return bean;
            }
            return Proxy.newProxyInstance(
                    bean.getClass().getClassLoader(),
                    ClassUtils.getAllInterfaces(bean),
                    (proxy, method, arguments) -> {
                        try {
                            Object result = method.invoke(bean, arguments);
                            if (method.getName().equals("save")
                                    && arguments[0] instanceof OutboxRecord<?> saved
                                    && saved.getStatus() == OutboxRecordStatus.COMPLETED) {
                                marks.marked();
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
