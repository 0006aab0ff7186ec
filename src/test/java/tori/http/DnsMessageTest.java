package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import tori.http.DnsMessage.Answer;
import tori.http.DnsMessage.Family;

import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class DnsMessageTest {

    /** The example of RFC 8484, section 4.1.1. */
    private static final String RFC_QUESTION =
            "00000100000100000000000003777777076578616d706c6503636f6d0000010001";

    /** The answer of RFC 8484, section 4.2.2, to the question for its AAAA. */
    private static final String RFC_ANSWER =
            "00008180000100010000000003777777076578616d706c6503636f6d00001c0001c00c001c0001"
                    + "00000e7d001020010db8abcd00120001000200030004";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void shouldAskAsTheStandardShows() throws Exception {
        assertThat(DnsMessage.question("www.example.com", Family.A)).isEqualTo(hex(RFC_QUESTION));
        assertThat(DnsMessage.question("www.example.com.", Family.A)).isEqualTo(hex(RFC_QUESTION));
    }

    @Test
    void shouldReadWhatTheStandardShows() throws Exception {
        Answer.Addresses found = (Answer.Addresses) DnsMessage.answer(hex(RFC_ANSWER), Family.AAAA);
        assertThat(found.addresses())
                .containsExactly(InetAddress.ofLiteral("2001:db8:abcd:12:1:2:3:4"));
        assertThat(DnsMessage.answer(hex(RFC_ANSWER), Family.A))
                .isEqualTo(new Answer.Addresses(List.of()));
    }

    @Test
    void shouldTellNoSuchNameFromAFailure() throws Exception {
        assertThat(DnsMessage.answer(hex("000081830000000000000000"), Family.A))
                .isEqualTo(new Answer.NoSuchName());
        assertThat(DnsMessage.answer(hex("000081820000000000000000"), Family.A))
                .isEqualTo(new Answer.Failure(2));
        assertThatThrownBy(() -> DnsMessage.answer(hex(RFC_QUESTION), Family.A))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseWhatIsNoName() {
        for (String bad : new String[] {"", "a..b", "x".repeat(64) + ".test", "a.".repeat(130)}) {
            assertThatThrownBy(() -> DnsMessage.question(bad, Family.A))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    @Property
    void shouldReadOrRefuseAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property
    void shouldReadOrRefuseDamagedAnswers(@ForAll int at, @ForAll byte value, @ForAll int length) {
        byte[] whole = hex(RFC_ANSWER);
        byte[] damaged = Arrays.copyOf(whole, Math.floorMod(length, whole.length + 1));
        if (damaged.length > 0) {
            damaged[Math.floorMod(at, damaged.length)] = value;
        }
        readOrRefuse(damaged);
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(DnsMessage.answer(bytes, Family.AAAA)).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e).hasMessageContaining("answer of DNS");
        }
    }
}
