package tori;

import tori.config.ServerConfig;

import java.net.URI;

/** Where commands reach the daemon of a configuration. */
final class DaemonAddress {

    private DaemonAddress() {}

    /** What commands use answers on loopback only, also where the server listens everywhere. */
    static URI loopback(ServerConfig server) {
        String host = server.host();
        if (host.equals("0.0.0.0") || host.isEmpty()) {
            host = "127.0.0.1";
        } else if (host.equals("::")) {
            host = "::1";
        }
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }
}
