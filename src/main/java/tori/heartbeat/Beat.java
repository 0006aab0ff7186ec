package tori.heartbeat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * The last push, as it is remembered. Immutable.
 *
 * @param at when it came; if there was none, since when one is waited for
 * @param pushed whether there was one
 * @param well whether it said that all is well
 * @param words what it said beside that; may be empty
 * @param missed whether the one after it was called missed, with tori there to take it
 */
record Beat(Instant at, boolean pushed, boolean well, String words, boolean missed) {

    /** More is not worth a log line. */
    static final int MAX_WORDS = 200;

    private static final int VERSION = 2;

    /** Did not say whether the next one was missed. */
    private static final int VERSION_BEFORE = 1;

    Beat {
        at = Instant.ofEpochMilli(at.toEpochMilli());
        words = words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…";
    }

    /** The same, with none after it that was due. */
    Beat missedNext() {
        return new Beat(at, pushed, well, words, true);
    }

    /**
     * As {@code version u8 = 2 | pushed u8 | well u8 | at i64 milliseconds | words | missed u8}.
     */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(pushed);
            out.writeBoolean(well);
            out.writeLong(at.toEpochMilli());
            out.writeUTF(words);
            out.writeBoolean(missed);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * What the bytes say.
     *
     * @throws IOException if they are damaged or of another version
     */
    static Beat decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION && version != VERSION_BEFORE) {
            throw new IOException("it is not what was written");
        }
        boolean pushed = in.readBoolean();
        boolean well = in.readBoolean();
        Instant at = Instant.ofEpochMilli(in.readLong());
        String words = in.readUTF();
        boolean missed = version == VERSION && in.readBoolean();
        Beat beat = new Beat(at, pushed, well, words, missed);
        if (in.available() > 0) {
            throw new IOException("it is not what was written");
        }
        return beat;
    }
}
