package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A port that must accept connections, and perhaps answer.
 *
 * @param address whom to connect to
 * @param ip which addresses of the host to use
 * @param send sent once connected; null for nothing
 * @param expect text that the other side must send; null to be content with the connection
 * @param latency the longest until that; null for any
 */
public record TcpCheckConfig(
        HostPort address,
        IpVersion ip,
        @Nullable Secret send,
        @Nullable String expect,
        @Nullable Duration latency)
        implements UptimeConfig {}
