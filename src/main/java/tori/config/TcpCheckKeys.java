package tori.config;

import java.util.ArrayList;
import java.util.List;

/** The keys of a check of a port. Constants only. */
final class TcpCheckKeys {

    /** The value of {@code type}. */
    static final String TCP = "tcp";

    static final Key<HostPort> ADDRESS =
            Key.of("address", CheckScalars.hostPort(null), "Host and port to connect to")
                    .mandatory();
    static final Key<Secret> SEND =
            Key.of(
                    "send",
                    CheckScalars.payload(),
                    "What to send once connected; ends of lines as `\\r\\n` in double quotes");
    static final Key<String> EXPECT =
            Key.of(
                    "expect",
                    CheckScalars.sought(),
                    "Text that must come within the first 64 KiB; a connection is enough if left"
                            + " out");

    private TcpCheckKeys() {}

    /** The section, given the keys that all monitors have. */
    static Section section(Key<?>... common) {
        List<Key<?>> keys = new ArrayList<>(List.of(common));
        keys.addAll(List.of(ADDRESS, CheckKeys.IP, SEND, EXPECT, CheckKeys.LATENCY));
        return new Section("monitor", keys, null);
    }
}
