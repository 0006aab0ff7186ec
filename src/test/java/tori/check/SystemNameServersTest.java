package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

class SystemNameServersTest {

    @Test
    void shouldReadWhatTheJdkCallsThem() throws IOException {
        assertThat(
                        SystemNameServers.parse(
                                "dns://192.0.2.1/. dns://192.0.2.2:5353 dns://[2001:db8::1]"))
                .containsExactly(
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53),
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 5353),
                        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 53));
        assertThatThrownBy(() -> SystemNameServers.parse("dns:"))
                .isInstanceOf(IOException.class)
                .hasMessage("this machine has no DNS servers");
    }

    /** Every machine that builds tori has a resolver, so the JDK is asked in earnest. */
    @Test
    void shouldFindThoseOfThisMachine() throws IOException {
        assertThat(SystemNameServers.addresses()).isNotEmpty();
    }
}
