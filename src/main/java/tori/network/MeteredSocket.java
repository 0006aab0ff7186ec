package tori.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;

/**
 * A socket that reads no further once much has come that nobody took. Between it and whoever asked
 * stand TLS and HTTP, which keep what belongs to no body in memory: a line that never ends, for
 * one, would fill it. Read by one thread at a time; told of by any.
 *
 * <p>Whoever speaks over it says when an exchange begins and how much of its answer was taken, to
 * the socket that is in use, be it this one or one of TLS over it.
 */
public class MeteredSocket extends Socket {

    /**
     * What may come in one piece that is no body: a certificate chain, a head, of which OkHttp
     * allows 256 KiB, or the frame of a chunk.
     */
    public static final int WINDOW_KIBIBYTES = 512;

    /**
     * What is taken allows for that much more: pieces of one byte, each in a record of TLS and a
     * frame of its own, are some thirty times as many bytes on their way.
     */
    private static final int BYTES_PER_BYTE_TAKEN = 64;

    private static final int KIBIBYTE = 1024;

    private volatile long readBytes;
    private volatile long limitBytes = WINDOW_KIBIBYTES * (long) KIBIBYTE;
    private volatile long windowBytes = limitBytes;

    /** One that connects as the Java machine is told to. */
    public MeteredSocket() {}

    /** One that connects through this proxy. */
    public MeteredSocket(Proxy proxy) {
        super(proxy);
    }

    /**
     * An exchange begins: what came before counts no more.
     *
     * @param windowKibibytes how much may come that nobody takes; at least 1
     */
    static void begins(Socket socket, int windowKibibytes) {
        socket.setPerformancePreferences(windowKibibytes, 0, 0);
    }

    /** Part of an answer was taken. */
    static void taken(Socket socket, int bytes) {
        socket.setPerformancePreferences(0, bytes, 0);
    }

    /**
     * Not to be called by others. Of a connection these have no meaning, and sockets of TLS pass
     * them on to the one below, which has no other way through.
     */
    @Override
    public final void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        long read = readBytes;
        if (connectionTime > 0) {
            long window = connectionTime * (long) KIBIBYTE;
            windowBytes = window;
            limitBytes = read + window;
        } else {
            long more = latency * (long) BYTES_PER_BYTE_TAKEN;
            limitBytes = Math.min(limitBytes + more, read + windowBytes);
        }
    }

    @Override
    public final InputStream getInputStream() throws IOException {
        return new MeteredInput(super.getInputStream());
    }

    private void count(int bytes) throws IOException {
        long read = readBytes + bytes;
        readBytes = read;
        if (read > limitBytes) {
            throw new SurplusException();
        }
    }

    /** What comes from the socket, counted. */
    private final class MeteredInput extends FilterInputStream {

        private MeteredInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                count(count);
            }
            return count;
        }
    }

    /**
     * More came than answers need beside their bodies; the message goes on after the host's name. A
     * failure of the socket, as TLS hides others behind its own.
     */
    public static final class SurplusException extends SocketException {

        private static final long serialVersionUID = 1L;

        SurplusException() {
            super("sent far more than its answer needs: a header or a chunk that does not end");
        }
    }
}
