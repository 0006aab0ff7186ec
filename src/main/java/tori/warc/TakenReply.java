package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.Reply;
import tori.poll.WireCopy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** A reply that is written down while it is read. Used by the thread that fetched. */
final class TakenReply implements Reply {

    private final Reply reply;
    private final AnswerTake take;
    private final boolean wire;

    TakenReply(Reply reply, AnswerTake take) {
        this.reply = reply;
        this.take = take;
        this.wire = reply.copyTo(take);
        if (!wire) {
            take.decoded();
        }
    }

    @Override
    public int status() {
        return reply.status();
    }

    @Override
    public @Nullable String header(String name) {
        String value = reply.header(name);
        take.keep(name, value);
        return value;
    }

    @Override
    public URI uri() {
        return reply.uri();
    }

    @Override
    public InputStream body() {
        return new TakenBody(reply.body());
    }

    @Override
    public boolean repeats() throws IOException {
        try {
            boolean repeats = reply.repeats();
            if (repeats) {
                take.same();
            }
            return repeats;
        } catch (IOException e) {
            take.failed(e);
            throw e;
        }
    }

    /** The one who asks has a copy of its own. */
    @Override
    public boolean copyTo(WireCopy copy) {
        return false;
    }

    @Override
    public @Nullable BodyPrint print() {
        return reply.print();
    }

    @Override
    public long lastByteNanos(long otherwiseNanos) {
        return reply.lastByteNanos(otherwiseNanos);
    }

    @Override
    public void close() throws IOException {
        reply.close();
    }

    /** Notes what goes wrong, and what comes where there is no wire. */
    private final class TakenBody extends FilterInputStream {

        private TakenBody(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int read = in.read(target, offset, length);
                if (!wire && read > 0) {
                    take.bytes(target, offset, read);
                }
                return read;
            } catch (IOException e) {
                take.failed(e);
                throw e;
            }
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }
    }
}
