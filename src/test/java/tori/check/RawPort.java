package tori.check;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ServerSocketFactory;

/**
 * A site on loopback that a test writes byte by byte: after each head of a request it says what the
 * test says. Each connection has a virtual thread.
 */
final class RawPort implements AutoCloseable {

    /** Says something to one request. */
    @FunctionalInterface
    interface Talk {

        /**
         * @param path that was asked for
         * @return whether the connection goes on
         */
        boolean answer(String path, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final String scheme;
    private final Talk talk;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private RawPort(ServerSocket server, String scheme, Talk talk) {
        this.server = server;
        this.scheme = scheme;
        this.talk = talk;
        Thread.startVirtualThread(this::accept);
    }

    static RawPort plain(Talk talk) throws IOException {
        return new RawPort(open(ServerSocketFactory.getDefault()), "http", talk);
    }

    static RawPort secured(HeldCertificate certificate, Talk talk) throws IOException {
        HandshakeCertificates held =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        return new RawPort(open(held.sslContext().getServerSocketFactory()), "https", talk);
    }

    private static ServerSocket open(ServerSocketFactory factory) throws IOException {
        return factory.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    /** In letters of one byte. */
    static boolean say(OutputStream out, String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return true;
    }

    /** Until nobody reads it any more. */
    static boolean sayWithoutEnd(OutputStream out, String beginning, String rest)
            throws IOException {
        say(out, beginning);
        byte[] again =
                rest.repeat(Math.max(1, 65_536 / rest.length()))
                        .getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            out.write(again);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            InputStream in = socket.getInputStream();
            boolean goesOn = true;
            while (goesOn) {
                String path = path(in);
                if (path == null) {
                    return;
                }
                asked.add(path);
                goesOn = talk.answer(path, out);
                out.flush();
            }
        } catch (IOException e) {
            // The other side has gone.
        }
    }

    /** What the head of a request asks for; null at the end. */
    private static @Nullable String path(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        return URI.create(head.substring(0, head.indexOf("\r\n")).split(" ", 3)[1]).getPath();
    }

    List<String> asked() {
        return asked;
    }

    String url(String host, String path) {
        return scheme + "://" + host + ":" + server.getLocalPort() + path;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
