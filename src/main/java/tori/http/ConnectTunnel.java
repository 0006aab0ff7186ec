package tori.http;

import org.jspecify.annotations.Nullable;

import tori.config.ProxyConfig.Login;
import tori.http.TunnelException.Fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code CONNECT} of HTTP/1.1, RFC 9110 section 9.3.6, with Basic credentials sent at once. Any
 * thread.
 *
 * @param login who asks; null for nobody in particular
 */
record ConnectTunnel(@Nullable Login login) implements Tunnel {

    /** Heads of proxies are short; one that goes on for ever is none. */
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})\\b");

    @Override
    public void open(ProxyTalk proxy, String host, int port) throws IOException {
        String site = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        StringBuilder request = new StringBuilder();
        request.append("CONNECT ").append(site).append(" HTTP/1.1\r\nHost: ").append(site);
        if (login != null) {
            String both = login.user().value() + ":" + login.password().value();
            request.append("\r\nProxy-Authorization: Basic ")
                    .append(
                            Base64.getEncoder()
                                    .encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        request.append("\r\n\r\n");
        proxy.ask(Tunnel.ascii(request.toString()));
        judge(status(proxy));
    }

    private static int status(ProxyTalk proxy) throws IOException {
        StringBuilder line = new StringBuilder();
        boolean firstLine = true;
        int newlines = 0;
        for (int count = 0; newlines < 2; count++) {
            if (count == MAX_HEAD_BYTES) {
                throw Tunnel.strange("HTTP");
            }
            int next = proxy.hear();
            if (next == '\n') {
                newlines++;
                firstLine = false;
            } else if (next != '\r') {
                newlines = 0;
                if (firstLine) {
                    line.append((char) next);
                }
            }
        }
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.lookingAt()) {
            throw Tunnel.strange("HTTP");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static void judge(int status) throws TunnelException {
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == 407) {
            throw new TunnelException(Fault.PROXY, "did not take the user and password", null);
        }
        String words = "answered " + status + " when asked for the site";
        if (status == 403) {
            throw new TunnelException(Fault.REFUSED, words, null);
        }
        throw new TunnelException(status >= 500 ? Fault.UNCLEAR : Fault.PROXY, words, null);
    }
}
