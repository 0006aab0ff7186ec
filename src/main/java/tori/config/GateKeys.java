package tori.config;

import java.time.Duration;

/** The keys of the gate in front of all polls. Constants only. */
final class GateKeys {

    private static final Duration HOUR = Duration.ofHours(1);

    static final Key<String> USER_AGENT =
            Key.of(
                            "user_agent",
                            Scalars.userAgent(),
                            "Sent as `User-Agent`; `{version}` stands for tori's version")
                    .orElse("tori/{version}");
    static final Key<Integer> MAX_CONNECTIONS =
            Key.of(
                            "max_connections",
                            Scalars.integer32(1, 100_000),
                            "Connections open at once, to all stores together")
                    .orElse("5000");
    static final Key<Duration> GAP =
            Key.of(
                            "gap",
                            Scalars.duration(Duration.ZERO, HOUR),
                            "Least time between the starts of two requests")
                    .orElse("0ms");
    static final Key<Integer> HOST_CONNECTIONS =
            Key.of("connections", Scalars.integer32(1, 10_000), "Requests under way at once")
                    .orElse("4");
    static final Key<Integer> IP_CONNECTIONS =
            Key.of("connections", Scalars.integer32(1, 10_000), "Requests under way at once")
                    .orElse("64");
    static final Key<GateConfig> PER_HOST =
            Key.of(
                            "per_host",
                            new MappedShape<>(
                                    Section.of("gate", HOST_CONNECTIONS, GAP),
                                    (values, report) -> Conversions.gate(values, HOST_CONNECTIONS)),
                            "What one host name is spared")
                    .orElse("{connections: 4, gap: 0ms}");
    static final Key<GateConfig> PER_IP =
            Key.of(
                            "per_ip",
                            new MappedShape<>(
                                    Section.of("gate", IP_CONNECTIONS, GAP),
                                    (values, report) -> Conversions.gate(values, IP_CONNECTIONS)),
                            "What one address is spared; Shopify's stores share theirs")
                    .orElse("{connections: 64, gap: 0ms}");
    static final Key<Long> MAX_BODY =
            Key.of(
                            "max_body",
                            Scalars.size(64 << 10, 1 << 30),
                            "The most one page may hold after decompression; a larger one is a"
                                    + " failed poll")
                    .orElse("64MiB");
    static final Key<String> SIGNING_KEY =
            Key.of(
                            "key",
                            Scalars.text(1_000),
                            "File with the Ed25519 key as PEM, for its owner only; made if it is"
                                    + " not there")
                    .mandatory();
    static final Key<String> SIGNING_AGENT =
            Key.of(
                            "agent",
                            Addresses.signatureAgent(),
                            "Address under which the key directory is published")
                    .mandatory();
    static final Key<SigningConfig.Form> SIGNING_FORM =
            Key.of(
                            "agent_form",
                            Scalars.oneOf("word", Choices.of(SigningConfig.Form.values())),
                            "How the address is sent: `text` as verifiers in use read it,"
                                    + " `dictionary` as later drafts of Web Bot Auth have it")
                    .orElse("text");
    static final Key<SigningConfig> SIGNING =
            Key.of(
                    "signing",
                    new MappedShape<>(
                            Section.of("signing", SIGNING_KEY, SIGNING_AGENT, SIGNING_FORM),
                            Conversions::signing),
                    "Signs every poll, after Web Bot Auth; none if left out");
    static final Key<HttpConfig> HTTP =
            Key.of(
                            "http",
                            new MappedShape<>(
                                    Section.of(
                                            "gate",
                                            USER_AGENT,
                                            MAX_CONNECTIONS,
                                            PER_HOST,
                                            PER_IP,
                                            MAX_BODY,
                                            SIGNING,
                                            PathKeys.PROXIES,
                                            PathKeys.NO_PROXY,
                                            PathKeys.DNS),
                                    Conversions::http),
                            "The gate in front of all polls")
                    .orElse("{}");

    private GateKeys() {}
}
