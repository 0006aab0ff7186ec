package tori.check;

import tori.config.DnsRecord;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A question to a DNS server, RFC 1035. Immutable, any thread.
 *
 * @param id that the answer repeats
 * @param name without the last dot, in small letters
 */
record DnsQuestion(int id, String name, DnsRecord record) {

    static final int HEADER_BYTES = 12;
    static final int INTERNET = 1;

    private static final int RECURSION_DESIRED = 0x0100;

    static DnsQuestion of(int id, String name, DnsRecord record) {
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return new DnsQuestion(id & 0xffff, absolute.toLowerCase(Locale.ROOT), record);
    }

    /** The number by which DNS knows the kind of record. */
    static int code(DnsRecord record) {
        return switch (record) {
            case A -> 1;
            case NS -> 2;
            case CNAME -> 5;
            case MX -> 15;
            case TXT -> 16;
            case AAAA -> 28;
        };
    }

    /** As it goes over the wire. */
    byte[] bytes() {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            byte[] letters = label.getBytes(StandardCharsets.US_ASCII);
            labels.write(letters.length);
            labels.writeBytes(letters);
        }
        labels.write(0);
        int length = HEADER_BYTES + labels.size() + 2 * Short.BYTES;
        return ByteBuffer.allocate(length)
                .putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .put(labels.toByteArray())
                .putShort((short) code(record))
                .putShort((short) INTERNET)
                .array();
    }
}
