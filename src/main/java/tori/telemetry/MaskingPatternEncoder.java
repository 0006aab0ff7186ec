package tori.telemetry;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

import java.nio.charset.StandardCharsets;

/**
 * Writes log lines as text, stack traces included, with secrets masked and nothing in them that
 * steers a terminal. Any thread.
 */
public final class MaskingPatternEncoder extends PatternLayoutEncoder {

    @Override
    public byte[] encode(ILoggingEvent event) {
        String text = InertText.ofLines(getLayout().doLayout(event));
        return SecretMask.mask(text).getBytes(StandardCharsets.UTF_8);
    }
}
