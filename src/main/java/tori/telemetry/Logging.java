package tori.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * Sets how the process logs. Everything goes to stderr; {@link StandardLogging} is how it is before
 * this is called. Called by the thread that starts tori, or that reloads its configuration.
 */
public final class Logging {

    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

    private Logging() {}

    /**
     * Sets form and level of every line from now on.
     *
     * @param json one JSON object per line, else text
     * @param level {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}, in
     *     any case
     * @throws IllegalArgumentException if there is no such level
     */
    public static void configure(boolean json, String level) {
        String name = level.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(name)) {
            throw new IllegalArgumentException(
                    "\"" + level + "\" is no log level; trace, debug, info, warn and error are");
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(name));
        Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
                replaceEncoder(console, encoder(json, context));
            }
        }
    }

    private static void replaceEncoder(
            ConsoleAppender<ILoggingEvent> console, Encoder<ILoggingEvent> encoder) {
        Encoder<ILoggingEvent> before = console.getEncoder();
        console.setEncoder(encoder);
        before.stop();
    }

    private static Encoder<ILoggingEvent> encoder(boolean json, LoggerContext context) {
        Encoder<ILoggingEvent> encoder;
        if (json) {
            encoder = new MaskingJsonEncoder();
        } else {
            MaskingPatternEncoder text = new MaskingPatternEncoder();
            text.setPattern(context.getProperty(StandardLogging.PATTERN_PROPERTY));
            encoder = text;
        }
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
