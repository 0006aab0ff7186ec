package tori.http;

import org.jspecify.annotations.Nullable;

import tori.config.ProxyConfig.Login;
import tori.http.TunnelException.Fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * SOCKS 5, RFC 1928, with the user and password of RFC 1929. The JDK's own asks one authenticator
 * of the whole process for passwords, without saying for which proxy; so it is spoken here. Any
 * thread.
 *
 * @param login who asks; null for nobody in particular
 */
record SocksTunnel(@Nullable Login login) implements Tunnel {

    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int LOGIN_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int MAX_NAME_BYTES = 255;

    @Override
    public void open(ProxyTalk proxy, String host, int port) throws IOException {
        greet(proxy);
        proxy.ask(request(host, port));
        expect(proxy, VERSION);
        int reply = proxy.hear();
        proxy.hear();
        judge(reply);
        int boundBytes =
                switch (proxy.hear()) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> proxy.hear();
                    default -> throw Tunnel.strange("SOCKS5");
                };
        proxy.skip(boundBytes + 2);
    }

    private void greet(ProxyTalk proxy) throws IOException {
        proxy.say(
                login == null
                        ? new byte[] {VERSION, 1, NO_LOGIN}
                        : new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD});
        expect(proxy, VERSION);
        int method = proxy.hear();
        if (method == NO_LOGIN) {
            return;
        }
        if (method != USER_AND_PASSWORD || login == null) {
            throw new TunnelException(
                    Fault.PROXY,
                    login == null
                            ? "wants a user and password"
                            : "takes no user and password, and does not do without",
                    null);
        }
        proxy.say(credentials(login));
        expect(proxy, LOGIN_VERSION);
        if (proxy.hear() != 0) {
            throw new TunnelException(Fault.PROXY, "did not take the user and password", null);
        }
    }

    private static void expect(ProxyTalk proxy, int version) throws IOException {
        if (proxy.hear() != version) {
            throw Tunnel.strange("SOCKS5");
        }
    }

    private static byte[] credentials(Login login) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(LOGIN_VERSION);
        writeCounted(bytes, login.user().value().getBytes(StandardCharsets.UTF_8));
        writeCounted(bytes, login.password().value().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static byte[] request(String host, int port) throws TunnelException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        bytes.write(CONNECT);
        bytes.write(0);
        InetAddress literal = Tunnel.literal(host);
        if (literal == null) {
            byte[] name = Tunnel.ascii(host);
            if (name.length > MAX_NAME_BYTES) {
                throw new TunnelException(
                        Fault.REFUSED, "cannot be asked for a name that long", null);
            }
            bytes.write(NAME);
            writeCounted(bytes, name);
        } else {
            byte[] address = literal.getAddress();
            bytes.write(address.length == 4 ? IPV4 : IPV6);
            bytes.writeBytes(address);
        }
        bytes.write(port >> 8);
        bytes.write(port);
        return bytes.toByteArray();
    }

    private static void writeCounted(ByteArrayOutputStream bytes, byte[] text) {
        bytes.write(text.length);
        bytes.writeBytes(text);
    }

    private static void judge(int reply) throws TunnelException {
        switch (reply) {
            case 0 -> {
                // The connection is there.
            }
            case 1 ->
                    throw new TunnelException(
                            Fault.UNCLEAR, "failed when asked for the site", null);
            case 2 -> throw new TunnelException(Fault.REFUSED, "does not allow this site", null);
            case 3 -> throw unreached("its network is out of reach");
            case 4 -> throw unreached("it is out of reach");
            case 5 ->
                    throw new TunnelException(
                            Fault.UNCLEAR, "was refused the connection by the site", null);
            case 6 -> throw unreached("the way is too long");
            default ->
                    throw new TunnelException(
                            Fault.PROXY, "cannot do what it was asked for (" + reply + ")", null);
        }
    }

    private static TunnelException unreached(String why) {
        return new TunnelException(Fault.UNCLEAR, "did not reach the site: " + why, null);
    }
}
