package tori.config;

/**
 * Where the HTTP server listens, who may do what there, and what it allows.
 *
 * @param host a host name or address, without the brackets of IPv6
 * @param port 0 (any free one) to 65535
 * @param monitors what monitors may do that are added through it
 */
public record ServerConfig(String host, int port, AccessConfig access, AddedMonitorTerms monitors) {

    /** One where nobody registers and only users look, and that allows what is allowed anyway. */
    public ServerConfig(String host, int port) {
        this(host, port, AccessConfig.CLOSED, AddedMonitorTerms.STANDARD);
    }

    /** Whether both listen at the same address. */
    public boolean listensAs(ServerConfig other) {
        return host.equals(other.host) && port == other.port;
    }
}
