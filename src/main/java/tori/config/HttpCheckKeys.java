package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Good;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of a check over HTTP. Constants only. */
final class HttpCheckKeys {

    /** The value of {@code type}. */
    static final String HTTP = "http";

    /**
     * What is expected of a body's text.
     *
     * @param contains text that it holds; null for any
     * @param matches an expression that occurs in it; null for any
     */
    record BodyText(@Nullable String contains, @Nullable String matches) {}

    static final Key<String> URL =
            Key.of("url", CheckScalars.url(), "Address to ask; that of the site if left out");
    static final Key<String> METHOD =
            Key.of("method", Scalars.oneOf("method", CheckScalars.methods()), "How to ask")
                    .orElse("GET");
    static final Key<Map<String, Located<Secret>>> HEADERS =
            Key.of(
                    "headers",
                    new MapShape<>(
                            CheckScalars.headerName(),
                            "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$",
                            CheckScalars.headerValue()),
                    "Headers to send beside `User-Agent`; never sent to another host");
    static final Key<Secret> BODY =
            Key.of(
                    "body",
                    CheckScalars.payload(),
                    "What to send; name its kind by the header `Content-Type`");
    static final Key<Secret> USERNAME =
            Key.of("username", CheckScalars.credential(), "User name for basic authentication");
    static final Key<Secret> PASSWORD =
            Key.of("password", CheckScalars.credential(), "Password to that");
    static final Key<Secret> BEARER =
            Key.of("bearer", CheckScalars.token(), "Token for bearer authentication");
    static final Key<Secret> AUTH =
            Key.of(
                    "auth",
                    new MappedShape<>(
                            Section.of("auth", USERNAME, PASSWORD, BEARER),
                            CheckConversions::authorization),
                    "How to log in: `username` and `password`, or `bearer`");
    static final Key<RedirectPolicy> REDIRECTS =
            Key.of(
                            "redirects",
                            Scalars.oneOf("word", Choices.of(RedirectPolicy.values())),
                            "Whether to go where one is sent; a redirect that is not followed is"
                                    + " the answer")
                    .orElse("follow");
    static final Key<Boolean> KEEP_ALIVE =
            Key.of(
                            "keep_alive",
                            Scalars.bool(),
                            "Whether to keep the connection for the next check; a new one each time"
                                    + " shows troubles with DNS, connecting and TLS")
                    .orElse("false");
    static final Key<Boolean> VERIFY =
            Key.of(
                            "verify",
                            Scalars.bool(),
                            "Whether the certificate must be trusted and be for this host")
                    .orElse("true");
    static final Key<Long> MAX_BODY =
            Key.of(
                            "max_body",
                            Scalars.size(1 << 10, 64 << 20),
                            "How much of the answer is read, after decompression")
                    .orElse("4MiB");

    static final Key<List<Located<StatusRange>>> STATUS =
            Key.of(
                            "status",
                            ListShape.orSingle(CheckScalars.status()),
                            "Statuses of a good answer, each `200`, `2xx` or `200-204`")
                    .orElse("2xx");
    static final Key<String> CONTAINS =
            Key.of("contains", CheckScalars.sought(), "Text that occurs in it");
    static final Key<String> MATCHES =
            Key.of(
                    "matches",
                    CheckScalars.expression(),
                    "Regular expression (RE2) that occurs in it");
    static final Key<BodyText> TEXT =
            Key.of(
                    "body",
                    new EitherShape<>(
                            brief(CheckScalars.sought()),
                            new MappedShape<>(
                                    Section.of("body", CONTAINS, MATCHES),
                                    (values, report) ->
                                            new BodyText(
                                                    values.get(CONTAINS), values.get(MATCHES)))),
                    "What the answer holds: a text, or more exactly");
    static final Key<Map<String, Located<JsonValue>>> JSON =
            Key.of(
                    "json",
                    new MapShape<>(
                            CheckScalars.jsonPath(), "^\\$.{0,199}$", CheckScalars.jsonValue()),
                    "What the answer holds as JSON, by JSONPath; where several values are found,"
                            + " each");
    static final Key<Integer> TLS_DAYS =
            Key.of(
                    "tls_days",
                    Scalars.integer32(1, 3650),
                    "Days that the certificate must be good for yet");
    static final Key<HttpExpectation> EXPECT =
            Key.of(
                            "expect",
                            new MappedShape<>(
                                    Section.of(
                                            "expect",
                                            STATUS,
                                            CheckKeys.LATENCY,
                                            TEXT,
                                            JSON,
                                            TLS_DAYS),
                                    CheckConversions::expectation),
                            "What a good answer is; all that is given must hold")
                    .orElse("{}");

    private HttpCheckKeys() {}

    private static ScalarShape<BodyText> brief(ScalarShape<String> text) {
        return new ScalarShape<>(
                text.label(),
                text.allowed(),
                scalar ->
                        text.parser()
                                .parse(scalar)
                                .then(value -> new Good<>(new BodyText(value, null))),
                text.constraint());
    }

    /** The section, given the keys that all monitors have. */
    static Section section(Key<?>... common) {
        List<Key<?>> keys = new ArrayList<>(List.of(common));
        keys.addAll(
                List.of(
                        URL,
                        METHOD,
                        HEADERS,
                        BODY,
                        AUTH,
                        REDIRECTS,
                        CheckKeys.IP,
                        KEEP_ALIVE,
                        VERIFY,
                        MAX_BODY,
                        EXPECT));
        return new Section("monitor", keys, null);
    }
}
