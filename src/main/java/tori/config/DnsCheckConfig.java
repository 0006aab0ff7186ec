package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * A name that must have records.
 *
 * @param name to look up
 * @param record of which kind
 * @param resolver whom to ask; null for the system's servers
 * @param expect values that the answer must hold, as DNS writes them; empty to be content with any
 * @param latency the longest until the answer; null for any
 */
public record DnsCheckConfig(
        String name,
        DnsRecord record,
        @Nullable HostPort resolver,
        List<String> expect,
        @Nullable Duration latency)
        implements UptimeConfig {

    public DnsCheckConfig {
        expect = List.copyOf(expect);
    }
}
