package tori.network;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class AddressFenceTest {

    private final AddressFence fence = new AddressFence(List.of());

    private static InetAddress ipv4(int bits) {
        return address(
                new byte[] {
                    (byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits
                });
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** One of IPv6 that ends in one of IPv4. */
    private static InetAddress ending(String prefix, int bits) {
        byte[] bytes = InetAddress.ofLiteral(prefix).getAddress();
        System.arraycopy(ipv4(bits).getAddress(), 0, bytes, 12, 4);
        return address(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0|an unspecified address",
                "10.1.2.3|a private address",
                "100.64.0.1|an address shared by a provider's customers",
                "127.0.0.1|a loopback address",
                "127.255.255.254|a loopback address",
                "169.254.0.1|a link-local address",
                "169.254.169.254|an address of the machine's cloud provider",
                "168.63.129.16|an address of the machine's cloud provider",
                "172.16.0.1|a private address",
                "172.31.255.255|a private address",
                "192.0.0.192|a reserved address",
                "192.0.2.1|a reserved address",
                "192.168.1.1|a private address",
                "198.19.0.1|a reserved address",
                "203.0.113.9|a reserved address",
                "224.0.0.251|a multicast address",
                "255.255.255.255|a reserved address",
                "::|an unspecified address",
                "::1|a loopback address",
                "::127.0.0.1|a reserved address",
                "fd00:ec2::254|an address of the machine's cloud provider",
                "fd12::1|a private address",
                "fe80::1|a link-local address",
                "ff02::1|a multicast address",
                "2001:db8::1|a reserved address",
                "2001::1|a reserved address",
                "2002:7f00:1::|an address that leads to one of IPv4",
                "64:ff9b::7f00:1|a loopback address",
                "64:ff9b:1::1|a reserved address",
                "100::1|a reserved address"
            })
    void shouldRefuseWhatIsNotTheInternet(String address, String kind) {
        assertThat(fence.refusal(InetAddress.ofLiteral(address))).isEqualTo(kind);
        assertThat(fence.refusal(address)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "64:ff9b::101:101"
            })
    void shouldLetTheInternetPass(String address) {
        assertThat(fence.refusal(InetAddress.ofLiteral(address))).isNull();
        assertThat(fence.refusal(address)).isNull();
    }

    @Property
    void shouldJudgeWhatHoldsAnAddressOfIpv4ByThat(@ForAll int bits) throws Exception {
        String kind = fence.refusal(ipv4(bits));

        // Java makes one of IPv4 of these bytes, unless somebody insists.
        InetAddress mapped = Inet6Address.getByAddress("host", mappedBytes(bits), -1);
        assertThat(fence.refusal(mapped)).isEqualTo(kind);
        assertThat(fence.refusal(ending("64:ff9b::", bits))).isEqualTo(kind);
        assertThat(fence.refusal(ending("2002::", bits))).isNotNull();
    }

    private static byte[] mappedBytes(int bits) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4(bits).getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    /** However an address is written, it is one. */
    @Property
    void shouldKnowAnAddressInAnyForm(@ForAll int bits, @ForAll @IntRange(max = 8) int form) {
        long value = Integer.toUnsignedLong(bits);
        long a = value >> 24;
        long b = value >> 16 & 0xff;
        long low = value & 0xffff;
        String text =
                switch (form) {
                    case 0 -> Long.toString(value);
                    case 1 -> "0x" + Long.toHexString(value);
                    case 2 -> "0" + Long.toOctalString(value);
                    case 3 -> a + "." + (value & 0xff_ffff);
                    case 4 -> a + "." + b + "." + low;
                    case 5 -> "0x%x.0x%x.%d.0%o".formatted(a, b, low >> 8, low & 0xff);
                    case 6 -> "0%o.%d.0x%X".formatted(a, b, low);
                    case 7 -> "[::ffff:%x:%x]".formatted(value >> 16, low);
                    default -> ipv4(bits).getHostAddress() + ".";
                };
        assertThat(fence.refusal(text)).as(text).isEqualTo(fence.refusal(ipv4(bits)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "1.2.3.4.5",
                "256.1.1.1.example",
                "10.example.com",
                "0xyz",
                "a.10x"
            })
    void shouldLeaveNamesToWhoeverLooksThemUp(String host) {
        assertThat(fence.refusal(host)).isNull();
    }

    @Test
    void shouldTakeLocalhostForThisMachine() {
        assertThat(fence.refusal("LOCALHOST")).isEqualTo("this machine");
        assertThat(fence.refusal("a.localhost.")).isEqualTo("this machine");
    }

    @Test
    void shouldAllowWhatIsNamed() {
        fence.allow(List.of(AddressRange.of("127.0.0.0/30"), AddressRange.of("fd00::/8")));

        assertThat(fence.refusal("127.0.0.3")).isNull();
        assertThat(fence.refusal("localhost")).isNull();
        assertThat(fence.refusal("::ffff:127.0.0.1")).isNull();
        assertThat(fence.refusal("127.0.0.4")).isEqualTo("a loopback address");
        assertThat(fence.refusal("fd01::1")).isNull();
        assertThat(fence.refusal("10.0.0.1")).isNotNull();

        fence.allow(List.of());
        assertThat(fence.refusal("127.0.0.1")).isNotNull();
    }

    @Property
    void shouldHoldAnAddressInARangeByItsFirstBits(
            @ForAll int one, @ForAll int other, @ForAll @IntRange(max = 32) int bits) {
        boolean same = bits == 0 || one >>> 32 - bits == other >>> 32 - bits;
        assertThat(new AddressRange(ipv4(one), bits).contains(ipv4(other))).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "a/8", "1%2"})
    void shouldRefuseWhatIsNoRange(String text) {
        assertThat(AddressRange.parse(text)).isNull();
    }

    @Test
    void shouldReadRanges() {
        assertThat(AddressRange.of("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(AddressRange.of("10.0.0.1")).hasToString("10.0.0.1/32");
        assertThat(AddressRange.of("fd00::/8").bits()).isEqualTo(8);
    }
}
