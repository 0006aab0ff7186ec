package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.util.Map;

/** The keys of the HTTP server. Constants only. */
final class ServerKeys {

    private static final int LEAST_SECRET = 32;
    private static final int MOST_SECRET = 200;
    private static final String SECRET_PATTERN =
            "^[!-~]{" + LEAST_SECRET + "," + MOST_SECRET + "}$";

    static final Key<ServerConfig> LISTEN =
            Key.of("listen", Addresses.listen(), "Address the HTTP server listens on")
                    .orElse("127.0.0.1:8080");
    static final Key<Boolean> REGISTRATION =
            Key.of(
                            "registration",
                            Scalars.oneOf(
                                    "word",
                                    Choices.of(
                                            Map.entry("open", true), Map.entry("closed", false))),
                            "Whether anybody may register as a user (`open`), or only the first"
                                    + " one, from this machine, who becomes an administrator")
                    .orElse("closed");
    static final Key<Boolean> READ =
            Key.of(
                            "read",
                            Scalars.oneOf(
                                    "word",
                                    Choices.of(
                                            Map.entry("users", false), Map.entry("anyone", true))),
                            "Who may look: users at what is theirs, or `anyone` who reaches the"
                                    + " server at everything; nobody changes anything thereby")
                    .orElse("users");
    static final Key<Secret> JWT_SECRET =
            Key.of(
                    "jwt_secret",
                    secret(),
                    "What users' tokens are signed with; left out, tori makes a secret and keeps"
                            + " it in the store. Another one ends all tokens");
    static final Key<ServerConfig> SERVER =
            Key.of(
                    "server",
                    new MappedShape<>(
                            Section.of(
                                    "server",
                                    LISTEN,
                                    REGISTRATION,
                                    READ,
                                    JWT_SECRET,
                                    AddedMonitorKeys.MAX_MONITORS_PER_USER,
                                    AddedMonitorKeys.USER_DESTINATIONS,
                                    AddedMonitorKeys.ALLOW_PRIVATE),
                            (values, report) -> {
                                ServerConfig listen = values.getOrDefault(LISTEN);
                                return new ServerConfig(
                                        listen.host(),
                                        listen.port(),
                                        new AccessConfig(
                                                values.getOrDefault(REGISTRATION),
                                                values.getOrDefault(READ),
                                                values.get(JWT_SECRET)),
                                        AddedMonitorKeys.terms(values));
                            }),
                    "The HTTP server; none if left out");

    private ServerKeys() {}

    private static ScalarShape<Secret> secret() {
        return new ScalarShape<>(
                "secret",
                "give "
                        + LEAST_SECRET
                        + " to "
                        + MOST_SECRET
                        + " visible ASCII characters, such as those of `openssl rand -hex 32`",
                scalar ->
                        scalar.text().matches(SECRET_PATTERN)
                                ? new Good<>(new Secret(scalar.text()))
                                : new Bad<>("is no secret"),
                schema ->
                        schema.put("type", "string")
                                .put("minLength", LEAST_SECRET)
                                .put("pattern", SECRET_PATTERN));
    }
}
