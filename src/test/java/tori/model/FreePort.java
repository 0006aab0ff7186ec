package tori.model;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of this machine that nothing listens on.
 *
 * <p>It lies below those that systems give to outgoing connections (Linux 32768 and up, RFC 6335
 * 49152 and up): one of those may become the near end of anybody's connection between the moment a
 * test has chosen it and the moment a server is to listen there, or listen there again.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;

    /** So many ports are never all taken. */
    private static final int MAX_ATTEMPTS = 100;

    private FreePort() {}

    /** A port that was free a moment ago, and that nobody gets who did not ask for it. */
    public static int choose() throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody else's: another one.
            }
        }
        throw new IOException("no port of " + FIRST + " to " + (BEYOND - 1) + " is free");
    }
}
