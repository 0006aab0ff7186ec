package tori.telemetry;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

import java.nio.charset.StandardCharsets;

/** Writes log lines as one JSON object each, with secrets masked. Any thread. */
public final class MaskingJsonEncoder extends JsonEncoder {

    /** Leaves out what is the same in every line, and arguments the message has already. */
    public MaskingJsonEncoder() {
        setWithContext(false);
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithMessage(false);
        setWithFormattedMessage(true);
        setWithArguments(false);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        // Logback writes every / as \/, which JSON does not ask for and the mask does not know.
        String line = new String(super.encode(event), StandardCharsets.UTF_8).replace("\\/", "/");
        return SecretMask.mask(InertText.of(line)).getBytes(StandardCharsets.UTF_8);
    }
}
