package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class KnownNameTest {

    private static final InetAddress ONE = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.255");
    private static final InetAddress LONG = InetAddress.ofLiteral("2001:db8::1");

    @Property
    void shouldGiveBackAnyAddressOfFourBytes(@ForAll byte[] any) throws UnknownHostException {
        byte[] bytes = new byte[4];
        System.arraycopy(any, 0, bytes, 0, Math.min(4, any.length));
        InetAddress address = InetAddress.getByAddress("shop.example", bytes);
        KnownName name = KnownName.of("shop.example", List.of(address), 7, null);

        assertThat(name).isInstanceOf(KnownName.One.class);
        assertThat(name.addresses()).containsExactly(address);
        assertThat(name.addresses().getFirst().getHostName()).isEqualTo("shop.example");
        assertThat(name.place()).isEqualTo(address.getHostAddress());
        assertThat(name.sinceNanos()).isEqualTo(7);
        assertThat(name.reached()).isNull();
    }

    @Test
    void shouldRememberWhichAddressLetUsIn() {
        KnownName one = KnownName.of("a", List.of(ONE), 1, null);
        assertThat(one.reachedAt(ONE).reached()).isEqualTo(ONE);
        // Connected to one that an earlier look-up gave: it counts only where it is listed.
        assertThat(one.reachedAt(OTHER).reached()).isEqualTo(OTHER);
        assertThat(one.reachedAt(OTHER).place()).isEqualTo("10.0.0.1");

        KnownName both = KnownName.of("a", List.of(ONE, OTHER), 1, null);
        assertThat(both.place()).isEqualTo("10.0.0.1");
        assertThat(both.reachedAt(OTHER).place()).isEqualTo("203.0.113.255");
        assertThat(both.reachedAt(OTHER).addresses()).containsExactly(ONE, OTHER);
    }

    @Test
    void shouldKeepALongAddressAndAFailure() {
        KnownName lengthy = KnownName.of("a", List.of(LONG), 1, null);
        assertThat(lengthy.addresses()).containsExactly(LONG);
        assertThat(lengthy.place()).isEqualTo(LONG.getHostAddress());

        KnownName none = KnownName.of("a", List.of(), 1, null);
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.usable(2, 10)).isFalse();
        assertThat(none.fresh(2)).isTrue();
    }
}
