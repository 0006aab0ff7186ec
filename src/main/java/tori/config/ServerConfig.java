package tori.config;

/**
 * Where the HTTP server listens, and who may do what there.
 *
 * @param host a host name or address, without the brackets of IPv6
 * @param port 0 (any free one) to 65535
 */
public record ServerConfig(String host, int port, AccessConfig access) {

    /** One where nobody registers and only users look. */
    public ServerConfig(String host, int port) {
        this(host, port, AccessConfig.CLOSED);
    }

    /** Whether both listen at the same address. */
    public boolean listensAs(ServerConfig other) {
        return host.equals(other.host) && port == other.port;
    }
}
