package tori.config;

/**
 * A host and a port.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65,535
 */
public record HostPort(String host, int port) {

    /** As one would write it: {@code db.example:5432} or {@code [::1]:5432}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
