package tori.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port on loopback that hears a little, says the same to everybody and hangs up. */
final class ScriptedPort implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private ScriptedPort(ServerSocket server, String words, boolean listensFirst) {
        this.server = server;
        Thread.startVirtualThread(() -> serve(words, listensFirst));
    }

    /** Waits for something to be said first. */
    static ScriptedPort saying(String words) throws IOException {
        return new ScriptedPort(open(), words, true);
    }

    /** Speaks first. */
    static ScriptedPort greeting(String words) throws IOException {
        return new ScriptedPort(open(), words, false);
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    private void serve(String words, boolean listensFirst) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (listensFirst) {
                    byte[] some = new byte[4096];
                    int count = socket.getInputStream().read(some);
                    heard.add(new String(some, 0, Math.max(0, count), StandardCharsets.UTF_8));
                }
                socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
            } catch (IOException e) {
                // Closed, or the other side has gone.
            }
        }
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
