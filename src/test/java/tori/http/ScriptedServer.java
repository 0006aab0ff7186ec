package tori.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers each request byte by byte as the test says. */
public final class ScriptedServer implements Closeable {

    @FunctionalInterface
    public interface Script {
        /** The connection is closed afterwards. */
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    public final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public ScriptedServer(Script script) throws IOException {
        this("127.0.0.1", script);
    }

    /**
     * @param address of loopback
     */
    public ScriptedServer(String address, Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 100, InetAddress.ofLiteral(address));
        Thread.ofVirtual().start(this::accept);
    }

    public String url(String path) {
        return "http://"
                + server.getInetAddress().getHostAddress()
                + ":"
                + server.getLocalPort()
                + path;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            readHead(socket.getInputStream());
            requests.incrementAndGet();
            script.answer(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // The other side has gone.
        } finally {
            open.remove(socket);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
