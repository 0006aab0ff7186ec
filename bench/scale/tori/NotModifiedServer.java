package tori;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * All shops, in a process of its own, on many addresses of the loopback interface: 304 to whoever
 * sends an ETag, an empty list to the rest. Prints its port and ends with its standard input; a
 * virtual thread for each connection.
 */
public final class NotModifiedServer {

    /** It listens on 127.0.0.1 and the following. */
    static final int ADDRESSES = 64;

    private static final byte[] NOT_MODIFIED =
            ("HTTP/1.1 304 Not Modified\r\nETag: " + StubShop.TAG + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LIST =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: "
                            + StubShop.TAG
                            + "\r\nContent-Length: 15\r\n\r\n{\"products\":[]}")
                    .getBytes(StandardCharsets.US_ASCII);

    private NotModifiedServer() {}

    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        for (int i = 0; i < ADDRESSES; i++) {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + i)});
            server.bind(new InetSocketAddress(address, port), 1024);
            port = server.getLocalPort();
            Thread.ofPlatform().daemon().start(() -> accept(server));
        }
        System.out.println(port);
        while (System.in.read() >= 0) {
            // Until whoever started it ends.
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                System.err.println("a connection was not accepted: " + e);
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1024);
            while (true) {
                socket.getOutputStream().write(readRequest(in) ? NOT_MODIFIED : LIST);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** Whether the request sent a tag. */
    private static boolean readRequest(InputStream in) throws IOException {
        boolean tagged = false;
        int length = 0;
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c == '\n') {
                if (length <= 1) {
                    return tagged;
                }
                length = 0;
            } else {
                tagged |= length++ == 0 && c == 'I';
            }
        }
    }
}
