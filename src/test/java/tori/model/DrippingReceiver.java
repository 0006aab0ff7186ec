package tori.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver on loopback that begins an answer and then adds a letter now and then, without end:
 * whoever waits for the end of it waits for ever. One virtual thread for each connection.
 */
public final class DrippingReceiver implements AutoCloseable {

    private static final int MILLIS_BETWEEN_LETTERS = 20;

    private final ServerSocket server;
    private final String beginning;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param beginning what is sent at once, lines ending in CR LF
     */
    public DrippingReceiver(String beginning) throws IOException {
        this.beginning = beginning;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Its address, without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many requests were begun. */
    public int requests() {
        return requests.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> drip(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void drip(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            if (in.read() < 0) {
                return;
            }
            requests.incrementAndGet();
            OutputStream out = socket.getOutputStream();
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            while (!server.isClosed()) {
                out.write('x');
                in.skip(in.available());
                Thread.sleep(MILLIS_BETWEEN_LETTERS);
            }
        } catch (IOException e) {
            // The sender has had enough, which is its right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
