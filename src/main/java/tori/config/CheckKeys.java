package tori.config;

import java.time.Duration;

/** The keys that several kinds of check have. Constants only. */
final class CheckKeys {

    static final Key<IpVersion> IP =
            Key.of(
                            "ip",
                            Scalars.oneOf("word", Choices.of(IpVersion.values())),
                            "Which addresses of the name to use")
                    .orElse("any");
    static final Key<Duration> LATENCY =
            Key.of(
                    "latency",
                    Scalars.duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
                    "Longest it may take; any time within `timeout` if left out");

    private CheckKeys() {}
}
