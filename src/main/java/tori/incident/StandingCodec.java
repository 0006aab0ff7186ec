package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Condition;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * A standing as bytes: {@code version u8 = 1 | condition | since i64 | failures i32 | successes i32
 * | failingSince i64 | sequence i64 | open u8}, and if an incident is open {@code id i64 i64 |
 * cause | detail | since i64 | openedAt i64 | told u8 | heldBy | reminders i32 | remindAt i64 |
 * acknowledgedAt i64}; times in milliseconds, texts after {@link DataOutputStream#writeUTF}.
 * Stateless, any thread.
 */
public final class StandingCodec {

    private static final int VERSION = 1;

    /** Stands for a time that is not known. */
    private static final long NEVER = Long.MIN_VALUE;

    private StandingCodec() {}

    /** The bytes. */
    public static byte[] encode(Standing standing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(standing.condition().word());
            time(out, standing.since());
            out.writeInt(standing.failures());
            out.writeInt(standing.successes());
            time(out, standing.failingSince());
            out.writeLong(standing.sequence());
            Incident open = standing.open();
            out.writeBoolean(open != null);
            if (open != null) {
                incident(out, open);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void incident(DataOutputStream out, Incident open) throws IOException {
        Telling telling = open.telling();
        out.writeLong(open.id().getMostSignificantBits());
        out.writeLong(open.id().getLeastSignificantBits());
        out.writeUTF(open.cause());
        out.writeUTF(open.detail());
        time(out, open.since());
        time(out, open.openedAt());
        out.writeBoolean(telling.told());
        out.writeUTF(telling.heldBy() == null ? "" : telling.heldBy());
        out.writeInt(telling.reminders());
        time(out, telling.remindAt());
        time(out, telling.acknowledgedAt());
    }

    private static void time(DataOutputStream out, @Nullable Instant time) throws IOException {
        out.writeLong(time == null ? NEVER : time.toEpochMilli());
    }

    /**
     * What the bytes say.
     *
     * @throws IOException if they are damaged or of another version
     */
    public static Standing decode(MonitorId monitor, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readUnsignedByte() != VERSION) {
            throw damaged();
        }
        Condition condition = Condition.ofWord(in.readUTF());
        Instant since = time(in);
        int failures = in.readInt();
        int successes = in.readInt();
        Instant failingSince = time(in);
        long sequence = in.readLong();
        Incident open = in.readBoolean() ? incident(in, monitor) : null;
        if (condition == null || since == null || sequence < 0 || in.available() > 0) {
            throw damaged();
        }
        return new Standing(condition, since, failures, successes, failingSince, open, sequence);
    }

    private static Incident incident(DataInputStream in, MonitorId monitor) throws IOException {
        UUID id = new UUID(in.readLong(), in.readLong());
        String cause = in.readUTF();
        String detail = in.readUTF();
        Instant since = time(in);
        Instant openedAt = time(in);
        boolean told = in.readBoolean();
        String heldBy = in.readUTF();
        int reminders = in.readInt();
        Telling telling =
                new Telling(told, heldBy.isEmpty() ? null : heldBy, reminders, time(in), time(in));
        if (since == null || openedAt == null) {
            throw damaged();
        }
        return new Incident(id, monitor, cause, detail, since, openedAt, null, telling);
    }

    private static @Nullable Instant time(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }

    private static IOException damaged() {
        return new IOException("it is not what was written");
    }
}
