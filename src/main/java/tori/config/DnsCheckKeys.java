package tori.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a check of a name. Constants only. */
final class DnsCheckKeys {

    /** The value of {@code type}. */
    static final String DNS = "dns";

    private static final int DNS_PORT = 53;

    static final Key<String> QUERY =
            Key.of("query", CheckScalars.dnsName(), "Name to look up").mandatory();
    static final Key<DnsRecord> RECORD =
            Key.of("record", Scalars.oneOf("record", records()), "Kind of record to ask for")
                    .orElse("A");
    static final Key<HostPort> RESOLVER =
            Key.of(
                    "resolver",
                    CheckScalars.hostPort(DNS_PORT),
                    "Whom to ask, such as `1.1.1.1`; the system's servers if left out");
    static final Key<List<Located<String>>> EXPECT =
            Key.of(
                    "expect",
                    ListShape.orSingle(Scalars.text(1_000)),
                    "Values that must be among the answer's, such as `192.0.2.1` or `10"
                            + " mail.example.com`; any if left out");

    private DnsCheckKeys() {}

    private static Map<String, DnsRecord> records() {
        Map<String, DnsRecord> records = new LinkedHashMap<>();
        for (DnsRecord record : DnsRecord.values()) {
            records.put(record.name(), record);
        }
        return records;
    }

    /** The section, given the keys that all monitors have. */
    static Section section(Key<?>... common) {
        List<Key<?>> keys = new ArrayList<>(List.of(common));
        keys.addAll(List.of(QUERY, RECORD, RESOLVER, EXPECT, CheckKeys.LATENCY));
        return new Section("monitor", keys, null);
    }
}
