package tori.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.config.ScalarShape.Parsed;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The addresses of proxies and resolvers; stateless, any thread. */
final class PathAddresses {

    /** Stands for one that was reported. */
    static final DohConfig NO_RESOLVER =
            new DohConfig(URI.create("https://127.0.0.1/"), List.of("127.0.0.1"));

    /** RFC 1929: one byte says how long each is. */
    private static final int MAX_SOCKS_BYTES = 255;

    /** Known by heart, as their names cannot be looked up when look-ups fail. */
    private static final Map<String, List<String>> KNOWN_RESOLVERS =
            Map.of(
                    "cloudflare-dns.com", List.of("1.1.1.1", "1.0.0.1"),
                    "one.one.one.one", List.of("1.1.1.1", "1.0.0.1"),
                    "dns.google", List.of("8.8.8.8", "8.8.4.4"),
                    "dns.quad9.net", List.of("9.9.9.9", "149.112.112.112"));

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9-]{1,63}\\.)*[a-z0-9-]{1,63}|[0-9a-f:.]+");

    private PathAddresses() {}

    /** A proxy with its credentials, which are not shown. */
    static ScalarShape<ProxyConfig> proxy() {
        return new ScalarShape<>(
                "URL, secret",
                "give http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host"
                        + " if it wants them, special characters written like %40 for @",
                scalar -> proxy(scalar.text().strip()),
                schema ->
                        schema.put("type", "string")
                                .put("pattern", "^(http|socks5h?)://[^/]+:[0-9]{1,5}/?$"));
    }

    private static Parsed<ProxyConfig> proxy(String text) {
        URI uri = Addresses.uri(text, List.of("http", "https", "socks5", "socks5h", "socks4"));
        if (uri == null) {
            return new Bad<>("is no URL of a proxy (not shown, it may hold a secret)");
        }
        String scheme = uri.getScheme();
        if (scheme.equals("https") || scheme.equals("socks4")) {
            return new Bad<>(scheme + ":// is a kind of proxy that tori does not speak to");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        if (uri.getPort() < 0) {
            return new Bad<>("the proxy " + host + " has no port");
        }
        boolean more = !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/");
        if (more || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return new Bad<>("the proxy " + host + " has something after its port");
        }
        ProxyConfig.Protocol protocol =
                scheme.equals("http") ? ProxyConfig.Protocol.HTTP : ProxyConfig.Protocol.SOCKS5;
        String written = uri.getRawUserInfo();
        ProxyConfig.Login login = written == null ? null : login(written);
        String wrong = login == null ? null : wrongLogin(login, protocol);
        return wrong == null
                ? new Good<>(new ProxyConfig(protocol, host, uri.getPort(), login))
                : new Bad<>("the proxy " + host + " " + wrong);
    }

    private static ProxyConfig.Login login(String written) {
        int colon = written.indexOf(':');
        String user = colon < 0 ? written : written.substring(0, colon);
        String password = colon < 0 ? "" : written.substring(colon + 1);
        return new ProxyConfig.Login(new Secret(decoded(user)), new Secret(decoded(password)));
    }

    /** What {@code %40} and the like stand for; a plus is a plus here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static @Nullable String wrongLogin(
            ProxyConfig.Login login, ProxyConfig.Protocol protocol) {
        String user = login.user().value();
        String password = login.password().value();
        if (user.isEmpty()) {
            return "has a password, but no user";
        }
        return switch (protocol) {
            case HTTP ->
                    user.indexOf(':') < 0
                            ? null
                            : "has a ':' in its user, which HTTP cannot tell from the password's";
            case SOCKS5 ->
                    fitsSocks(user) && fitsSocks(password)
                            ? null
                            : "has a user or password that SOCKS5 cannot take: each has 1 to 255"
                                    + " bytes";
        };
    }

    private static boolean fitsSocks(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes > 0 && bytes <= MAX_SOCKS_BYTES;
    }

    /** A host that needs no proxy. */
    static ScalarShape<String> directHost() {
        return new ScalarShape<>(
                "host",
                "give a host name, such as example.com, or an IP address; no port and no http://",
                scalar -> {
                    String host =
                            scalar.text()
                                    .strip()
                                    .toLowerCase(Locale.ROOT)
                                    .replaceFirst("^\\*?\\.", "");
                    return NAME.matcher(host).matches()
                            ? new Good<>(host)
                            : new Bad<>(scalar.shown() + " is no host");
                },
                schema -> schema.put("type", "string").put("minLength", 1));
    }

    /** A resolver that is known by its IP address, or that everybody knows. */
    static ScalarShape<DohConfig> resolver() {
        return new ScalarShape<>(
                "URL",
                "give https:// and the resolver's IP address, such as https://1.1.1.1/dns-query, or"
                        + " {url: https://NAME/dns-query, addresses: [IP]}",
                scalar -> resolver(scalar, true),
                PathAddresses::resolverSchema);
    }

    /** A resolver whose addresses are given beside it. */
    static ScalarShape<DohConfig> resolverWithAddresses() {
        return new ScalarShape<>(
                "URL",
                "give an absolute URL that starts with https://, such as"
                        + " https://dns.example.com/dns-query",
                scalar -> resolver(scalar, false),
                PathAddresses::resolverSchema);
    }

    private static void resolverSchema(ObjectNode schema) {
        schema.put("type", "string").put("pattern", "^https?://");
    }

    private static Parsed<DohConfig> resolver(Tree.Scalar scalar, boolean alone) {
        URI uri = Addresses.uri(scalar.text().strip(), List.of("https", "http"));
        if (uri == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return new Bad<>(scalar.shown() + " is no https URL");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        InetAddress literal = address(host);
        boolean loopback = literal != null && literal.isLoopbackAddress();
        if (uri.getScheme().equals("http") && !loopback) {
            return new Bad<>(
                    scalar.shown()
                            + " is not encrypted, which only a resolver on this machine may be");
        }
        if (literal != null) {
            return new Good<>(new DohConfig(uri, List.of(literal.getHostAddress())));
        }
        List<String> known = KNOWN_RESOLVERS.get(host);
        if (known == null && alone) {
            return new Bad<>(
                    scalar.shown() + " has a name, which cannot be looked up when look-ups fail");
        }
        return new Good<>(new DohConfig(uri, known == null ? List.of() : known));
    }

    /** An IP address. */
    static ScalarShape<String> literal() {
        return new ScalarShape<>(
                "IP address",
                "give an IPv4 or IPv6 address, such as 9.9.9.9 or 2620:fe::fe",
                scalar -> {
                    InetAddress address = address(scalar.text().strip());
                    return address == null
                            ? new Bad<>(scalar.shown() + " is no IP address")
                            : new Good<>(address.getHostAddress());
                },
                schema -> schema.put("type", "string"));
    }

    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
