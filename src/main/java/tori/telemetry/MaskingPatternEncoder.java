package tori.telemetry;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

import java.nio.charset.StandardCharsets;

/** Writes log lines as text, stack traces included, with secrets masked. Any thread. */
public final class MaskingPatternEncoder extends PatternLayoutEncoder {

    @Override
    public byte[] encode(ILoggingEvent event) {
        return SecretMask.mask(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }
}
