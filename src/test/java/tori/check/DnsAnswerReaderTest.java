package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import tori.config.DnsRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class DnsAnswerReaderTest {

    private static final int ANSWERED = 0x8180;
    private static final byte[] ADDRESS = {(byte) 192, 0, 2, 1};

    /** Where the question's name stands. */
    private static final byte[] ASKED = {(byte) 0xc0, 12};

    private static DnsQuestion question(DnsRecord record) {
        return DnsQuestion.of(4711, "Shop.Example", record);
    }

    private static byte[] name(String name) {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            labels.write(label.length());
            labels.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        labels.write(0);
        return labels.toByteArray();
    }

    private static byte[] record(byte[] owner, int kind, int length, byte[] value) {
        return ByteBuffer.allocate(owner.length + 10 + value.length)
                .put(owner)
                .putShort((short) kind)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) length)
                .put(value)
                .array();
    }

    private static byte[] record(byte[] owner, int kind, byte[] value) {
        return record(owner, kind, value.length, value);
    }

    private static byte[] message(DnsRecord asked, int flags, int count, byte[]... records) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(
                ByteBuffer.allocate(12)
                        .putShort((short) 4711)
                        .putShort((short) flags)
                        .putShort((short) 1)
                        .putShort((short) count)
                        .array());
        message.writeBytes(name("shop.example"));
        message.writeBytes(new byte[] {0, (byte) DnsQuestion.code(asked), 0, 1});
        for (byte[] record : records) {
            message.writeBytes(record);
        }
        return message.toByteArray();
    }

    private static List<String> values(DnsRecord asked, byte[]... records) throws IOException {
        DnsAnswer answer = read(asked, message(asked, ANSWERED, records.length, records));
        return ((DnsAnswer.Records) answer).values();
    }

    private static DnsAnswer read(DnsRecord asked, byte[] message) throws IOException {
        return DnsAnswerReader.read(question(asked), ByteBuffer.wrap(message));
    }

    private static void refuse(String words, DnsRecord asked, byte[] message) {
        assertThatThrownBy(() -> read(asked, message))
                .isInstanceOf(DnsFormatException.class)
                .hasMessage(words);
    }

    private static void refuse(String words, DnsRecord asked, int count, byte[]... records) {
        refuse(words, asked, message(asked, ANSWERED, count, records));
    }

    @Test
    void shouldReadEachKindAsDnsWritesIt() throws IOException {
        assertThat(values(DnsRecord.A, record(ASKED, 1, ADDRESS))).containsExactly("192.0.2.1");
        assertThat(values(DnsRecord.AAAA, record(name("SHOP.example"), 28, new byte[16])))
                .containsExactly("0:0:0:0:0:0:0:0");
        assertThat(values(DnsRecord.NS, record(ASKED, 2, name("ns.Example"))))
                .containsExactly("ns.example.");
        assertThat(values(DnsRecord.CNAME, record(ASKED, 5, name("a.b")))).containsExactly("a.b.");
        byte[] mail = ByteBuffer.allocate(4).putShort((short) 10).put(ASKED).array();
        assertThat(values(DnsRecord.MX, record(ASKED, 15, mail)))
                .containsExactly("10 shop.example.");
        byte[] text = "\3a\"b\1c".getBytes(StandardCharsets.US_ASCII);
        List<String> pieces = values(DnsRecord.TXT, record(ASKED, 16, text));
        assertThat(pieces).containsExactly("\"a\\\"b\" \"c\"");
        assertThat(RecordText.text(pieces.getFirst())).isEqualTo("a\"bc");
    }

    @Test
    void shouldFollowAliases() throws IOException {
        byte[] first = record(ASKED, 5, name("a.test"));
        byte[] second = record(name("a.test"), 5, name("b.test"));
        byte[] address = record(name("b.test"), 1, ADDRESS);
        assertThat(values(DnsRecord.A, address, second, first)).containsExactly("192.0.2.1");
        byte[] circle = record(ASKED, 5, ASKED);
        assertThat(values(DnsRecord.A, circle)).isEmpty();
    }

    @Test
    void shouldBelieveNoRecordsOfAnotherName() {
        refuse(
                "answered with records of \"evil.com.\", which was not asked for",
                DnsRecord.A,
                1,
                record(name("evil.com"), 1, ADDRESS));
        refuse(
                "answered with records of \"b.test.\", which was not asked for",
                DnsRecord.A,
                2,
                record(ASKED, 5, name("a.test")),
                record(name("b.test"), 1, ADDRESS));
    }

    @Test
    void shouldBelieveNoRecordThatIsCutOffOrOfAnotherLength() {
        byte[] sound = message(DnsRecord.A, ANSWERED, 1, record(ASKED, 1, ADDRESS));
        for (int end = 12; end < sound.length; end++) {
            refuse("sent an answer that ends too early", DnsRecord.A, Arrays.copyOf(sound, end));
        }
        refuse("sent an answer that ends too early", DnsRecord.A, 2, record(ASKED, 1, ADDRESS));
        refuse(
                "sent an answer that ends too early",
                DnsRecord.A,
                1,
                record(ASKED, 1, 65_535, ADDRESS));
        refuse("sent a damaged record", DnsRecord.A, 1, record(ASKED, 1, new byte[3]));
        refuse("sent a damaged record", DnsRecord.AAAA, 1, record(ASKED, 28, ADDRESS));
        refuse(
                "sent an answer that ends too early",
                DnsRecord.MX,
                1,
                record(ASKED, 15, new byte[1]));
        refuse("sent a damaged record", DnsRecord.MX, 1, record(ASKED, 15, new byte[4]));
        refuse("sent a damaged record", DnsRecord.TXT, 1, record(ASKED, 16, new byte[] {-1, 'a'}));
        refuse("sent a damaged record", DnsRecord.TXT, 1, record(ASKED, 16, new byte[0]));
    }

    @Test
    void shouldEndWithNamesThatLeadInACircle() {
        byte[] itself = {(byte) 0xc0, 30};
        refuse("sent a damaged record", DnsRecord.A, 1, record(itself, 1, ADDRESS));
        refuse("sent a damaged record", DnsRecord.A, 1, record(new byte[] {-1, -1}, 1, ADDRESS));
    }

    @Test
    void shouldTellWhatServersSayBesideRecords() throws IOException {
        assertThat(read(DnsRecord.A, message(DnsRecord.A, 0x8183, 0)))
                .isEqualTo(new DnsAnswer.NoSuchName());
        assertThat(read(DnsRecord.A, message(DnsRecord.A, 0x8182, 0)))
                .isEqualTo(new DnsAnswer.Failing());
        assertThat(read(DnsRecord.A, message(DnsRecord.A, 0x8185, 0)))
                .isEqualTo(new DnsAnswer.Refused());
        assertThat(read(DnsRecord.A, message(DnsRecord.A, 0x8380, 0)))
                .isEqualTo(new DnsAnswer.CutShort());
        refuse(
                "sent a question instead of an answer",
                DnsRecord.A,
                message(DnsRecord.A, 0x0100, 0));
        refuse("answered another question", DnsRecord.A, message(DnsRecord.NS, ANSWERED, 0));
    }

    /** Whatever comes, it is an answer or a failure of the server. */
    @Property
    void shouldReadAnyBytes(@ForAll byte[] rest, @ForAll DnsRecord record) throws IOException {
        byte[] message = message(record, ANSWERED, 3, rest);
        try {
            assertThat(read(record, message)).isInstanceOf(DnsAnswer.Records.class);
        } catch (DnsFormatException e) {
            assertThat(e).hasMessageMatching("(sent|answered) .*");
        }
    }
}
