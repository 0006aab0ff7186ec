package tori.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import tori.model.Event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Turns events into CloudEvents 1.0 JSON and back; any thread. */
public final class EventJson {

    /**
     * Writing does not block, so that no more threads are at it at once than there are processors;
     * some more are of no use. By default each thread has buffers of its own, and the virtual ones
     * that send live for one event.
     */
    private static final int MAX_BUFFERS = 32;

    // Store-given option names are keys: interning them would fill the JVM's string table.
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_BUFFERS))
                                    .build())
                    .build();

    private EventJson() {}

    /**
     * The event as one JSON object in UTF-8, without a line break. Unknown (null) values are left
     * out. Half surrogate pairs, which UTF-8 cannot carry, become U+FFFD.
     */
    public static byte[] encode(Event event) {
        Encoded bytes = new Encoded();
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
            new EventWriter(json).write(event);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.all();
    }

    /**
     * The event that {@link #encode} wrote. Its {@code seenNanos} is 0: a monotonic clock means
     * nothing outside the process that read it.
     *
     * @throws IOException if the bytes are not such an event; the message says what is wrong
     */
    public static Event decode(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (root == null || !root.isObject()) {
            throw new IOException("not an event: a JSON object is needed");
        }
        return EventReader.read(root);
    }

    /** What the generator writes, which is mostly written at once: then it is copied once. */
    private static final class Encoded extends ByteArrayOutputStream {

        Encoded() {
            super(0);
        }

        byte[] all() {
            return count == buf.length ? buf : toByteArray();
        }
    }
}
