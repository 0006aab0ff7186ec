package tori.http;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of questions and answers of DNS, RFC 1035, as far as addresses go. Stateless. */
final class DnsMessage {

    /** What is asked for. */
    enum Family {
        /** IPv4. */
        A(1, 4),
        /** IPv6. */
        AAAA(28, 16);

        private final int code;
        private final int addressBytes;

        Family(int code, int addressBytes) {
            this.code = code;
            this.addressBytes = addressBytes;
        }
    }

    /** What a resolver said. */
    sealed interface Answer {

        /**
         * The name exists.
         *
         * @param addresses it has of the type asked for; may be empty
         */
        record Addresses(List<InetAddress> addresses) implements Answer {
            public Addresses {
                addresses = List.copyOf(addresses);
            }
        }

        /** There is no such name. */
        record NoSuchName() implements Answer {}

        /**
         * The resolver does not know.
         *
         * @param code its reason, such as 2 for a failing server
         */
        record Failure(int code) implements Answer {}
    }

    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int CODE_MASK = 0xf;
    private static final int NO_SUCH_NAME = 3;
    private static final int INTERNET = 1;
    private static final int MAX_LABEL_BYTES = 63;
    private static final int MAX_NAME_BYTES = 253;

    /** Begins the rest of a name that stands elsewhere in the message. */
    private static final int POINTER = 0xc0;

    /** More than any site has; keeps a strange answer from filling the memory. */
    private static final int MAX_ADDRESSES = 32;

    private DnsMessage() {}

    /**
     * The question for a name's addresses.
     *
     * @throws UnknownHostException if no name looks like that
     */
    static byte[] question(String host, Family type) throws UnknownHostException {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.length() > MAX_NAME_BYTES) {
            throw new UnknownHostException(host + " is too long for a name");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The id is 0, so that answers can be cached on the way: RFC 8484 section 4.1.
        bytes.writeBytes(new byte[] {0, 0});
        writeShort(bytes, RECURSION_DESIRED);
        writeShort(bytes, 1);
        bytes.writeBytes(new byte[6]);
        for (String label : name.split("\\.", -1)) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            if (text.length == 0 || text.length > MAX_LABEL_BYTES) {
                throw new UnknownHostException(host + " is no name");
            }
            bytes.write(text.length);
            bytes.writeBytes(text);
        }
        bytes.write(0);
        writeShort(bytes, type.code);
        writeShort(bytes, INTERNET);
        return bytes.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream bytes, int value) {
        bytes.write(value >> 8);
        bytes.write(value);
    }

    /**
     * Reads the answer to a question for a name's addresses.
     *
     * @throws ProtocolException if it is none
     */
    static Answer answer(byte[] message, Family type) throws ProtocolException {
        try {
            return read(ByteBuffer.wrap(message), type);
        } catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException e) {
            ProtocolException strange = new ProtocolException("is no answer of DNS");
            strange.initCause(e);
            throw strange;
        }
    }

    private static Answer read(ByteBuffer in, Family type)
            throws ProtocolException, UnknownHostException {
        in.getShort();
        int flags = in.getShort();
        if ((flags & RESPONSE) == 0) {
            throw new ProtocolException("is a question, no answer of DNS");
        }
        int code = flags & CODE_MASK;
        if (code != 0) {
            return code == NO_SUCH_NAME ? new Answer.NoSuchName() : new Answer.Failure(code);
        }
        int questions = Short.toUnsignedInt(in.getShort());
        int answers = Short.toUnsignedInt(in.getShort());
        in.getInt();
        for (int i = 0; i < questions; i++) {
            skipName(in);
            in.getInt();
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < answers && addresses.size() < MAX_ADDRESSES; i++) {
            skipName(in);
            int recordType = in.getShort();
            int recordClass = in.getShort();
            in.getInt();
            byte[] data = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(data);
            if (recordType == type.code
                    && recordClass == INTERNET
                    && data.length == type.addressBytes) {
                addresses.add(InetAddress.getByAddress(data));
            }
        }
        return new Answer.Addresses(addresses);
    }

    private static void skipName(ByteBuffer in) {
        int length = Byte.toUnsignedInt(in.get());
        while (length != 0) {
            if ((length & POINTER) == POINTER) {
                in.get();
                return;
            }
            in.position(in.position() + length);
            length = Byte.toUnsignedInt(in.get());
        }
    }
}
