package tori.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A wire to a server on this machine that tests cut; its threads are virtual ones. */
public final class CuttableProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<Socket> servers = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private volatile boolean freezing;

    /** What flows through one connection. */
    private final class Gate {
        private volatile CountDownLatch open = new CountDownLatch(freezing ? 1 : 0);
    }

    public CuttableProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                clients.add(client);
                servers.add(server);
                Gate gate = new Gate();
                gates.add(gate);
                Thread.startVirtualThread(() -> pump(client, server, gate));
                Thread.startVirtualThread(() -> pump(server, client, gate));
            } catch (IOException e) {
                // Closed, or the server is not there: the client finds out.
            }
        }
    }

    private void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[8_192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count; (count = in.read(buffer)) >= 0; ) {
                gate.open.await();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all connections, on both sides. */
    public void cut() {
        clients.forEach(CuttableProxy::end);
        servers.forEach(CuttableProxy::end);
    }

    /** Takes no new ones, or does again. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Lets nothing through, in either direction, and ends nothing; new connections neither. */
    public void freeze() {
        freezing = true;
        gates.forEach(gate -> gate.open = new CountDownLatch(1));
    }

    /** Lets new connections through; what hung goes on hanging. */
    public void thawNew() {
        freezing = false;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        gates.forEach(gate -> gate.open.countDown());
        cut();
    }
}
