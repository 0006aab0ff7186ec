package tori.config;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.time.Duration;

/** The keys of a monitor that waits for pushes. Constants only. */
final class HeartbeatKeys {

    private static final int LEAST_TOKEN = 8;
    private static final int MOST_TOKEN = 200;
    private static final String TOKEN_PATTERN =
            "^[A-Za-z0-9._~+/=-]{" + LEAST_TOKEN + "," + MOST_TOKEN + "}$";

    static final Key<Duration> EXPECT_EVERY =
            Key.of(
                            "expect_every",
                            Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(366)),
                            "Longest time from one push to the next, such as `25h` for a job that"
                                    + " runs every day")
                    .mandatory();
    static final Key<Secret> TOKEN =
            Key.of(
                    "token",
                    token(),
                    "What pushes from other machines must show; without it only this machine may"
                            + " push");

    private HeartbeatKeys() {}

    private static ScalarShape<Secret> token() {
        return new ScalarShape<>(
                "token",
                "give "
                        + LEAST_TOKEN
                        + " to "
                        + MOST_TOKEN
                        + " letters, digits or characters of ._~+/=-",
                scalar ->
                        scalar.text().matches(TOKEN_PATTERN)
                                ? new Good<>(new Secret(scalar.text()))
                                : new Bad<>("is no token"),
                schema ->
                        schema.put("type", "string")
                                .put("minLength", LEAST_TOKEN)
                                .put("pattern", TOKEN_PATTERN));
    }
}
