package tori.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

import java.util.Map;

/**
 * How the process logs before its configuration is read: text on stderr. Logback calls it on the
 * thread that logs first. A file of logback's own goes before: the one that {@code
 * -Dlogback.configurationFile} names, or {@code logback-test.xml}.
 *
 * <p>Not a {@code logback.xml}, because reading that takes an XML parser and a fifth of the time
 * that the main thread needs for a start.
 */
public final class StandardLogging extends ContextAwareBase implements Configurator {

    /** Of the context: {@link Logging} makes a new encoder with it. */
    static final String PATTERN_PROPERTY = "tori.pattern";

    /** One line per message, whatever text from outside it holds; stack traces follow, indented. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{0}:"
                    + " %replace(%msg){'[\\r\\n]+', ' '}%n%ex";

    private static final Map<String, Level> LEVELS =
            Map.of(
                    "io.helidon", Level.WARN,
                    "okhttp3", Level.WARN,
                    "org.postgresql", Level.WARN,
                    "org.sqlite", Level.WARN,
                    // Tells in stack traces what the store says in a sentence.
                    "org.sqlite.SQLiteJDBCLoader", Level.OFF,
                    // Clients that hang up in the middle of an answer.
                    "io.helidon.webserver.http1", Level.OFF,
                    "io.micrometer", Level.WARN,
                    "io.prometheus", Level.WARN,
                    "jdk", Level.WARN,
                    "sun", Level.WARN);

    /** For logback, which finds it as a service. */
    public StandardLogging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean otherwise =
                System.getProperty("logback.configurationFile") != null
                        || StandardLogging.class.getResource("/logback-test.xml") != null;
        if (otherwise) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        setUp(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets up a context that has nothing yet. */
    static void setUp(LoggerContext context) {
        // Nothing about logback itself unless it fails.
        context.getStatusManager().add(new NopStatusListener());
        // Keeps java.util.logging from building records that nobody will see.
        LevelChangePropagator levels = new LevelChangePropagator();
        levels.setContext(context);
        levels.start();
        context.addListener(levels);
        context.putProperty(PATTERN_PROPERTY, PATTERN);
        MaskingPatternEncoder encoder = new MaskingPatternEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("stderr");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(stderr);
    }
}
