package tori.config;

import org.jspecify.annotations.Nullable;

/**
 * The gate in front of all outbound polls.
 *
 * @param userAgentTemplate sent as {@code User-Agent}; {@code {version}} stands for tori's version
 * @param maxConnections connections open at once, to all hosts together; at least 1
 * @param perHost what one host name is spared
 * @param perIp what one address is spared
 * @param maxBodyBytes the most bytes a decoded page may have
 * @param signing how polls are signed; null if they are not
 * @param paths the ways polls take
 */
public record HttpConfig(
        String userAgentTemplate,
        int maxConnections,
        GateConfig perHost,
        GateConfig perIp,
        long maxBodyBytes,
        @Nullable SigningConfig signing,
        PathsConfig paths) {

    /** Polls are not signed and go directly. */
    public HttpConfig(
            String userAgentTemplate,
            int maxConnections,
            GateConfig perHost,
            GateConfig perIp,
            long maxBodyBytes) {
        this(
                userAgentTemplate,
                maxConnections,
                perHost,
                perIp,
                maxBodyBytes,
                null,
                PathsConfig.DIRECT);
    }

    /** The {@code User-Agent} to send. */
    public String userAgent(String version) {
        return userAgentTemplate.replace("{version}", version);
    }
}
