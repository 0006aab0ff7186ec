package tori.shopify;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Whether a store is locked, as it is remembered. Immutable.
 *
 * @param sequence how many events were raised about it so far
 * @param since when it was first seen to be so
 */
record LockState(boolean locked, long sequence, Instant since) {

    private static final int VERSION = 1;

    LockState {
        since = Instant.ofEpochMilli(since.toEpochMilli());
    }

    /** As {@code version u8 = 1 | locked u8 | sequence i64 | since i64 milliseconds}. */
    byte[] encode() {
        return ByteBuffer.allocate(2 + 2 * Long.BYTES)
                .put((byte) VERSION)
                .put((byte) (locked ? 1 : 0))
                .putLong(sequence)
                .putLong(since.toEpochMilli())
                .array();
    }

    /**
     * What the bytes say.
     *
     * @throws IOException if they are damaged or of another version
     */
    static LockState decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        int locked = in.readUnsignedByte();
        long sequence = in.readLong();
        long since = in.readLong();
        if (version != VERSION || locked > 1 || sequence < 0 || in.available() > 0) {
            throw new IOException("it is not what was written");
        }
        return new LockState(locked == 1, sequence, Instant.ofEpochMilli(since));
    }
}
