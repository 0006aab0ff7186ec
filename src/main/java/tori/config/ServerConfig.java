package tori.config;

/**
 * Where the HTTP server listens.
 *
 * @param host a host name or address, without the brackets of IPv6
 * @param port 0 (any free one) to 65535
 */
public record ServerConfig(String host, int port) {}
