package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes checks of sections, checking how their keys go together; stateless, any thread. */
final class CheckConversions {

    /** More say less than fewer, and each is looked for in the whole answer. */
    private static final int MAX_CONDITIONS = 50;

    private static final int MAX_HEADERS = 50;

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

    private CheckConversions() {}

    /** What the header {@code Authorization} says. */
    static @Nullable Secret authorization(Values values, Report report) {
        Secret username = values.get(HttpCheckKeys.USERNAME);
        Secret password = values.get(HttpCheckKeys.PASSWORD);
        Secret bearer = values.get(HttpCheckKeys.BEARER);
        boolean basic = username != null && password != null;
        boolean half = (username == null) != (password == null);
        if (half || basic == (bearer != null)) {
            boolean incomplete =
                    values.mentions(HttpCheckKeys.USERNAME) == (username != null)
                            && values.mentions(HttpCheckKeys.PASSWORD) == (password != null)
                            && values.mentions(HttpCheckKeys.BEARER) == (bearer != null);
            if (incomplete) {
                report.problem(
                        values.place(),
                        "is no way to log in; give 'username' and 'password', or 'bearer'");
            }
            return null;
        }
        if (bearer != null) {
            return new Secret("Bearer " + bearer.value());
        }
        if (username == null || password == null) {
            return null;
        }
        if (username.value().indexOf(':') >= 0) {
            report.problem(values.place(), "has a ':' in the user name; basic has no room for it");
            return null;
        }
        byte[] pair = (username.value() + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    static @Nullable HttpExpectation expectation(Values values, Report report) {
        Located<List<Located<StatusRange>>> status = values.find(HttpCheckKeys.STATUS);
        if (status != null && status.value().isEmpty()) {
            report.problem(status.place(), "allows no status; name one, or remove the key");
            return null;
        }
        HttpCheckKeys.BodyText text = values.get(HttpCheckKeys.TEXT);
        List<JsonCondition> json = new ArrayList<>();
        Located<Map<String, Located<JsonValue>>> written = values.find(HttpCheckKeys.JSON);
        if (written != null) {
            written.value()
                    .forEach((path, value) -> json.add(new JsonCondition(path, value.value())));
            if (json.size() > MAX_CONDITIONS) {
                report.problem(written.place(), "has more than " + MAX_CONDITIONS + " conditions");
                return null;
            }
        }
        return new HttpExpectation(
                List.copyOf(Conversions.set(values.getOrDefault(HttpCheckKeys.STATUS))),
                values.get(CheckKeys.LATENCY),
                text == null ? null : text.contains(),
                text == null ? null : text.matches(),
                json,
                values.get(HttpCheckKeys.TLS_DAYS));
    }

    /**
     * The check over HTTP that a monitor describes; null after a problem was reported.
     *
     * @param siteUrl the site's address; null if it has none
     */
    static @Nullable HttpCheckConfig http(Values monitor, @Nullable String siteUrl, Report report) {
        if (monitor.mentions(HttpCheckKeys.URL) && monitor.get(HttpCheckKeys.URL) == null) {
            return null;
        }
        String own = monitor.get(HttpCheckKeys.URL);
        String url = own == null ? siteUrl : own;
        if (url == null || url.startsWith("demo:")) {
            report.problem(
                    monitor.place(),
                    "has no address to ask; give 'url', such as https://example.com/health");
            return null;
        }
        Located<HttpExpectation> expected = monitor.find(HttpCheckKeys.EXPECT);
        RedirectPolicy redirects = monitor.getOrDefault(HttpCheckKeys.REDIRECTS);
        if (expected != null
                && expected.value().tlsDays() != null
                && url.startsWith("http:")
                && redirects == RedirectPolicy.NONE) {
            report.problem(
                    expected.place(),
                    "has 'tls_days', but this address has no certificate; give an https URL");
        }
        String method = monitor.getOrDefault(HttpCheckKeys.METHOD);
        Located<Secret> body = monitor.find(HttpCheckKeys.BODY);
        if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
            report.problem(
                    body.place(), "cannot be sent by " + method + "; give 'method', such as POST");
        }
        if (method.equals("HEAD") && expected != null && expected.value().looksAtBody()) {
            report.problem(
                    expected.place(), "looks at a body, which HEAD does not ask for; use GET");
        }
        return new HttpCheckConfig(
                url,
                method,
                headers(monitor, report),
                body == null ? null : body.value(),
                monitor.get(HttpCheckKeys.AUTH),
                redirects,
                monitor.getOrDefault(CheckKeys.IP),
                monitor.getOrDefault(HttpCheckKeys.KEEP_ALIVE),
                monitor.getOrDefault(HttpCheckKeys.VERIFY),
                monitor.getOrDefault(HttpCheckKeys.MAX_BODY),
                monitor.getOrDefault(HttpCheckKeys.EXPECT));
    }

    private static Map<String, Secret> headers(Values monitor, Report report) {
        Located<Map<String, Located<Secret>>> written = monitor.find(HttpCheckKeys.HEADERS);
        Map<String, Secret> headers = new LinkedHashMap<>();
        if (written == null) {
            return headers;
        }
        if (written.value().size() > MAX_HEADERS) {
            report.problem(written.place(), "has more than " + MAX_HEADERS + " headers");
        }
        Map<String, String> seen = new LinkedHashMap<>();
        written.value()
                .forEach((name, value) -> {
                    String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
                    if (other != null) {
                        report.problem(
                                value.place(), "is the same header as '" + other + "'; give one");
                    }
                    headers.put(name, value.value());
                });
        return headers;
    }

    /** What is no address is among no addresses. */
    private static void checkAddress(DnsRecord record, Located<String> value, Report report) {
        boolean four = record == DnsRecord.A;
        if (four || record == DnsRecord.AAAA) {
            String text = value.value();
            if (four ? !IPV4.matcher(text).matches() : !isIpv6(text)) {
                report.problem(
                        value.place(),
                        "is no IPv"
                                + (four ? "4" : "6")
                                + " address, which is what these records"
                                + " hold; give one, or name another 'record'");
            }
        }
    }

    private static boolean isIpv6(String text) {
        try {
            return text.contains(":") && Inet6Address.ofLiteral(text) instanceof Inet6Address;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static @Nullable TcpCheckConfig tcp(Values monitor) {
        HostPort address = monitor.get(TcpCheckKeys.ADDRESS);
        return address == null
                ? null
                : new TcpCheckConfig(
                        address,
                        monitor.getOrDefault(CheckKeys.IP),
                        monitor.get(TcpCheckKeys.SEND),
                        monitor.get(TcpCheckKeys.EXPECT),
                        monitor.get(CheckKeys.LATENCY));
    }

    static @Nullable DnsCheckConfig dns(Values monitor, Report report) {
        String name = monitor.get(DnsCheckKeys.QUERY);
        List<Located<String>> expected = monitor.get(DnsCheckKeys.EXPECT);
        if (expected != null) {
            DnsRecord record = monitor.getOrDefault(DnsCheckKeys.RECORD);
            expected.forEach(value -> checkAddress(record, value, report));
        }
        return name == null
                ? null
                : new DnsCheckConfig(
                        name,
                        monitor.getOrDefault(DnsCheckKeys.RECORD),
                        monitor.get(DnsCheckKeys.RESOLVER),
                        List.copyOf(Conversions.set(monitor.get(DnsCheckKeys.EXPECT))),
                        monitor.get(CheckKeys.LATENCY));
    }
}
