package tori.config;

import java.time.Duration;
import java.util.List;

/** The keys of the question whether tori's own network works. Constants only. */
final class ConnectivityKeys {

    static final Key<List<Located<HostPort>>> CHECK =
            Key.of(
                    "check",
                    ListShape.orSingle(CheckScalars.hostPort(null)),
                    "Whom to connect to, such as `1.1.1.1:53`; one that answers proves that the"
                            + " network works");
    static final Key<Duration> INTERVAL =
            Key.of(
                            "interval",
                            Scalars.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                            "How long an answer to that is good for")
                    .orElse("1s");
    static final Key<Duration> TIMEOUT =
            Key.of(
                            "timeout",
                            Scalars.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
                            "Longest wait for each of them")
                    .orElse("2s");
    static final Key<ConnectivityConfig> CONNECTIVITY =
            Key.of(
                            "connectivity",
                            new MappedShape<>(
                                    Section.of("connectivity", CHECK, INTERVAL, TIMEOUT),
                                    (values, report) ->
                                            new ConnectivityConfig(
                                                    List.copyOf(Conversions.set(values.get(CHECK))),
                                                    values.getOrDefault(INTERVAL),
                                                    values.getOrDefault(TIMEOUT))),
                            "How tori tells its own network being down from a site being down")
                    .orElse("{}");

    private ConnectivityKeys() {}
}
