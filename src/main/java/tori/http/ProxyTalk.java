package tori.http;

import tori.http.TunnelException.Fault;
import tori.time.NanoClock;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * What is said to a proxy before it passes on bytes, within a bound of time. Reads not one byte too
 * many: what follows is the site's. Used by one thread.
 */
final class ProxyTalk {

    private final Socket socket;
    private final InputStream in;
    private final long deadlineNanos;
    private final NanoClock clock;

    /** Whether the proxy knows which site is wanted: from then on the site may be to blame. */
    private boolean siteNamed;

    ProxyTalk(Socket socket, long deadlineNanos, NanoClock clock) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadlineNanos = deadlineNanos;
        this.clock = clock;
    }

    /** Sends what names the site. */
    void ask(byte[] bytes) throws IOException {
        say(bytes);
        siteNamed = true;
    }

    void say(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw failure("closed the connection", e);
        }
    }

    /** The next byte, 0 to 255. */
    int hear() throws IOException {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - clock.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("the time is over");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            return next;
        } catch (SocketTimeoutException e) {
            throw failure("did not answer in time", e);
        } catch (IOException e) {
            throw failure("closed the connection", e);
        }
    }

    void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            hear();
        }
    }

    private TunnelException failure(String words, IOException cause) {
        return siteNamed
                ? new TunnelException(Fault.UNCLEAR, words + " when asked for the site", cause)
                : new TunnelException(Fault.PROXY, words, cause);
    }
}
