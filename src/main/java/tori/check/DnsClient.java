package tori.check;

import tori.config.DnsRecord;
import tori.time.NanoClock;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Asks one DNS server by UDP, twice if need be, and by TCP where the answer was cut short. Any
 * thread; blocks, and interrupting a virtual one ends that.
 */
final class DnsClient {

    /** A packet may be lost; the second wait is twice as long as the first. */
    private static final int TRIES = 2;

    private static final int PARTS = 3;

    /** The most that UDP and TCP can carry. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Duration timeout;
    private final NanoClock clock;
    private final RandomGenerator random;

    /**
     * @param timeout of all that is asked of one server
     * @param random numbers questions, so that nobody else can answer them
     */
    DnsClient(Duration timeout, NanoClock clock, RandomGenerator random) {
        this.timeout = timeout;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a server says of a name.
     *
     * @throws SocketTimeoutException if it says nothing
     * @throws DnsFormatException if it says what cannot be
     */
    DnsAnswer ask(InetSocketAddress server, String name, DnsRecord record) throws IOException {
        DnsQuestion question = DnsQuestion.of(random.nextInt(), name, record);
        long startNanos = clock.nanoTime();
        for (int attempt = 1; ; attempt++) {
            long share = attempt == TRIES ? timeout.toNanos() : timeout.toNanos() / PARTS;
            try {
                DnsAnswer answer = byPacket(server, question, startNanos + share);
                return answer instanceof DnsAnswer.CutShort
                        ? byStream(server, question, startNanos + timeout.toNanos())
                        : answer;
            } catch (SocketTimeoutException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private DnsAnswer byPacket(InetSocketAddress server, DnsQuestion question, long deadlineNanos)
            throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Packets of others do not count, and that nobody listens there shows at once.
            socket.connect(server);
            byte[] asked = question.bytes();
            socket.send(new DatagramPacket(asked, asked.length));
            DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            while (true) {
                socket.setSoTimeout(millisLeft(deadlineNanos));
                packet.setLength(MAX_BYTES);
                socket.receive(packet);
                ByteBuffer message = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                if (DnsAnswerReader.isMeant(question, message)) {
                    return DnsAnswerReader.read(question, message);
                }
            }
        }
    }

    private DnsAnswer byStream(InetSocketAddress server, DnsQuestion question, long deadlineNanos)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, millisLeft(deadlineNanos));
            byte[] asked = question.bytes();
            socket.getOutputStream()
                    .write(
                            ByteBuffer.allocate(Short.BYTES + asked.length)
                                    .putShort((short) asked.length)
                                    .put(asked)
                                    .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.setSoTimeout(millisLeft(deadlineNanos));
            byte[] message = new byte[in.readUnsignedShort()];
            int count = 0;
            while (count < message.length) {
                socket.setSoTimeout(millisLeft(deadlineNanos));
                int read = in.read(message, count, message.length - count);
                if (read < 0) {
                    throw new EOFException();
                }
                count += read;
            }
            return whole(question, ByteBuffer.wrap(message));
        } catch (EOFException e) {
            throw new DnsFormatException("sent an answer that ends too early");
        }
    }

    private static DnsAnswer whole(DnsQuestion question, ByteBuffer message)
            throws DnsFormatException {
        if (!DnsAnswerReader.isMeant(question, message)) {
            throw new DnsFormatException("answered another question");
        }
        DnsAnswer answer = DnsAnswerReader.read(question, message);
        if (answer instanceof DnsAnswer.CutShort) {
            throw new DnsFormatException("cut its answer short over TCP as well");
        }
        return answer;
    }

    private int millisLeft(long deadlineNanos) throws SocketTimeoutException {
        long left = deadlineNanos - clock.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("too late");
        }
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, Integer.MAX_VALUE);
    }
}
