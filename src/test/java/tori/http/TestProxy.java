package tori.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that speaks CONNECT or SOCKS5, whichever it is asked in, and leads to
 * 127.0.0.1 whatever host it is asked for. It can be ended, restarted at its port, and told how to
 * behave.
 */
public final class TestProxy implements Closeable {

    /** How it answers who asks for a site. */
    public enum Manner {
        SERVE,
        /** Says nothing at all. */
        HANG,
        /** Says that this site is not allowed. */
        FORBID,
        /** Says that it does not reach the site. */
        MISS,
        /** Says something that is no answer. */
        BABBLE,
        /** Says that the connection is there and closes it. */
        DROP
    }

    private final String user;
    private final String password;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private Thread acceptor;
    private volatile Manner manner = Manner.SERVE;

    /** One that lets in anybody. */
    public TestProxy() throws IOException {
        this("", "");
    }

    /** One that lets in one user. */
    public TestProxy(String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        this.server = listen(0);
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        acceptor = Thread.ofPlatform().daemon().start(() -> accept(socket));
        return socket;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code host:port} of every request that gave the right password, in order. */
    public List<String> asked() {
        return asked;
    }

    public void behave(Manner other) {
        manner = other;
    }

    /** Refuses connections from now on, and cuts those there are. */
    public void die() throws IOException {
        server.close();
        try {
            // Until then one more connection may be let in.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Listens again where it did. */
    public void revive() throws IOException {
        server = listen(port());
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int first = in.read();
            if (first == 5) {
                serveSocks(socket, in);
            } else if (first >= 0) {
                serveConnect(socket, (char) first + head(in));
            }
        } catch (IOException e) {
            // One of the sides has gone.
        } finally {
            open.remove(socket);
        }
    }

    private void serveConnect(Socket socket, String head) throws IOException {
        OutputStream out = socket.getOutputStream();
        String expected =
                Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        if (!user.isEmpty() && !head.contains("Proxy-Authorization: Basic " + expected + "\r\n")) {
            out.write(ascii("HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n"));
            return;
        }
        String site = head.split(" ")[1];
        asked.add(site);
        switch (manner) {
            case SERVE -> {
                try (Socket target = connect(site)) {
                    out.write(ascii("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n"));
                    pass(socket, target);
                }
            }
            case HANG -> socket.getInputStream().read();
            case FORBID -> out.write(ascii("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"));
            case MISS -> out.write(ascii("HTTP/1.1 502 Bad gateway\r\nContent-Length: 0\r\n\r\n"));
            case BABBLE -> out.write(ascii("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
            case DROP -> out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
        }
    }

    private void serveSocks(Socket socket, InputStream in) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] methods = in.readNBytes(in.read());
        int wanted = user.isEmpty() ? 0 : 2;
        boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(wanted) >= 0;
        out.write(new byte[] {5, (byte) (offered ? wanted : 0xff)});
        if (!offered || wanted == 2 && !knows(in, out)) {
            return;
        }
        in.readNBytes(3);
        String host =
                switch (in.read()) {
                    case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                    case 3 -> new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
                    case 4 ->
                            "["
                                    + InetAddress.getByAddress(in.readNBytes(16)).getHostAddress()
                                    + "]";
                    default -> throw new IOException("no address");
                };
        String site = host + ":" + (in.read() << 8 | in.read());
        asked.add(site);
        switch (manner) {
            case SERVE -> {
                try (Socket target = connect(site)) {
                    out.write(new byte[] {5, 0, 0, 3, 1, 'x', 0, 80});
                    pass(socket, target);
                }
            }
            case HANG -> in.read();
            case FORBID -> out.write(new byte[] {5, 2, 0, 1, 0, 0, 0, 0, 0, 0});
            case MISS -> out.write(new byte[] {5, 4, 0, 1, 0, 0, 0, 0, 0, 0});
            case BABBLE -> out.write(ascii("HTTP/1.1 400 Bad request\r\n\r\n"));
            case DROP -> out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        }
    }

    private boolean knows(InputStream in, OutputStream out) throws IOException {
        in.read();
        String name = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
        String word = new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
        boolean known = name.equals(user) && word.equals(password);
        out.write(new byte[] {1, (byte) (known ? 0 : 1)});
        return known;
    }

    private static Socket connect(String site) throws IOException {
        int port = Integer.parseInt(site.substring(site.lastIndexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private void pass(Socket client, Socket target) throws IOException {
        open.add(target);
        Thread back =
                Thread.ofVirtual()
                        .start(() -> {
                            try (client) {
                                target.getInputStream().transferTo(client.getOutputStream());
                            } catch (IOException e) {
                                // One of the sides has gone.
                            }
                        });
        try {
            client.getInputStream().transferTo(target.getOutputStream());
        } finally {
            target.close();
            open.remove(target);
            try {
                back.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        die();
    }
}
