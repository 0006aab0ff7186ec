package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Blindness;
import tori.model.MonitorId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Whether a monitor was told to be blind, as it is remembered: beside the monitor's own state,
 * under a name that no monitor can have, and whatever the monitor looks at. Immutable.
 *
 * @param sequence how many events were raised about it so far
 * @param open the event that nobody has taken back yet; null while it sees
 */
record SightState(long sequence, @Nullable Blindness open) {

    /** Never told anything. */
    static final SightState SEEING = new SightState(0, null);

    /** A store may write as much as it likes; a sentence is enough. */
    static final int MAX_DETAIL = 500;

    private static final int VERSION = 1;
    private static final long KEY = 1;
    private static final long UNKNOWN = Long.MIN_VALUE;

    /** Another address or collection is still the same monitor: its outage goes on. */
    private static final String FINGERPRINT = "sight";

    /** Where it is remembered: names of monitors have no slash. */
    static MonitorId place(MonitorId monitor) {
        return new MonitorId(monitor.site(), monitor.monitor() + "/sight");
    }

    /** What was remembered of a monitor. Blocks. */
    static SightState load(StateStore store, MonitorId monitor)
            throws IOException, InterruptedException {
        Map<Long, byte[]> entries = store.load(place(monitor), FINGERPRINT);
        byte[] written = entries == null ? null : entries.get(KEY);
        return written == null ? SEEING : decode(written, entity(monitor));
    }

    /** What the events of a monitor's blindness are ordered by. */
    static String entity(MonitorId monitor) {
        return monitor + "/sight";
    }

    /** As it is to be written down. */
    StateChange change() {
        return new StateChange(FINGERPRINT, true, Map.of(KEY, encode()), Set.of());
    }

    /**
     * As {@code version u8 = 1 | open u8 | sequence i64}, and if it is open {@code since i64 |
     * lastGood i64 | polls i64 | cause | detail}; times in milliseconds.
     */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        Blindness blindness = open;
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(blindness == null ? 0 : 1);
            out.writeLong(sequence);
            if (blindness != null) {
                Instant lastGood = blindness.lastGood();
                out.writeLong(blindness.since().toEpochMilli());
                out.writeLong(lastGood == null ? UNKNOWN : lastGood.toEpochMilli());
                out.writeLong(blindness.polls());
                out.writeUTF(blindness.cause());
                out.writeUTF(blindness.detail());
            }
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
    static SightState decode(byte[] bytes, String entity) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        int flag = in.readUnsignedByte();
        long sequence = in.readLong();
        if (version != VERSION || flag > 1 || sequence < 0) {
            throw new IOException("it is not what was written");
        }
        Blindness blindness = null;
        if (flag == 1) {
            Instant since = Instant.ofEpochMilli(in.readLong());
            long lastGood = in.readLong();
            long polls = in.readLong();
            blindness =
                    new Blindness(
                            entity,
                            sequence,
                            in.readUTF(),
                            in.readUTF(),
                            since,
                            polls,
                            lastGood == UNKNOWN ? null : Instant.ofEpochMilli(lastGood),
                            null);
        }
        if (in.available() > 0) {
            throw new IOException("it is not what was written");
        }
        return new SightState(sequence, blindness);
    }
}
