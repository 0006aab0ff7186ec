package tori.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A DNS server on loopback that gives the same answer to every question. */
final class StubNameServer implements AutoCloseable {

    private static final int A = 1;
    private static final int MX = 15;
    private static final int TXT = 16;

    private final DatagramSocket socket;
    private final String address;

    private StubNameServer(int code, int type, List<byte[]> records, boolean silent)
            throws SocketException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.address = "127.0.0.1:" + socket.getLocalPort();
        Thread.startVirtualThread(() -> {
            byte[] packet = new byte[512];
            while (!socket.isClosed()) {
                DatagramPacket question = new DatagramPacket(packet, packet.length);
                try {
                    socket.receive(question);
                    if (!silent) {
                        byte[] answer = answer(question, code, type, records);
                        socket.send(
                                new DatagramPacket(
                                        answer, answer.length, question.getSocketAddress()));
                    }
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
    }

    static StubNameServer addresses(String... addresses) throws IOException {
        return new StubNameServer(
                0,
                A,
                List.of(addresses).stream()
                        .map(each -> InetAddress.ofLiteral(each).getAddress())
                        .toList(),
                false);
    }

    static StubNameServer mail(int preference, String host) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(preference >> 8);
        record.write(preference);
        record.writeBytes(labels(host));
        return new StubNameServer(0, MX, List.of(record.toByteArray()), false);
    }

    /** One record of several pieces. */
    static StubNameServer text(String... pieces) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        for (String piece : pieces) {
            record.write(piece.length());
            record.writeBytes(piece.getBytes(StandardCharsets.US_ASCII));
        }
        return new StubNameServer(0, TXT, List.of(record.toByteArray()), false);
    }

    /** Answers nothing but a code, such as 3 for a name that is not there. */
    static StubNameServer failing(int code) throws IOException {
        return new StubNameServer(code, A, List.of(), false);
    }

    static StubNameServer silent() throws IOException {
        return new StubNameServer(0, A, List.of(), true);
    }

    private static byte[] answer(
            DatagramPacket question, int code, int type, List<byte[]> records) {
        ByteBuffer asked = ByteBuffer.wrap(question.getData(), 0, question.getLength());
        int end = 12;
        while (asked.get(end) != 0) {
            end += asked.get(end) + 1;
        }
        end += 5;
        ByteBuffer answer = ByteBuffer.allocate(4096);
        answer.putShort(asked.getShort(0));
        answer.putShort((short) (0x8180 | code));
        answer.putShort((short) 1).putShort((short) records.size()).putInt(0);
        answer.put(question.getData(), 12, end - 12);
        for (byte[] record : records) {
            // The name is the one at byte 12, the question's.
            answer.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1);
            answer.putInt(60).putShort((short) record.length).put(record);
        }
        byte[] bytes = new byte[answer.position()];
        answer.flip().get(bytes);
        return bytes;
    }

    private static byte[] labels(String name) {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            labels.write(label.length());
            labels.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        labels.write(0);
        return labels.toByteArray();
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        socket.close();
    }
}
