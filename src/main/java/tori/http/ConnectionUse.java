package tori.http;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Response;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;

/**
 * Which connection one call used, and whether an answer came over it. Read by the thread that
 * fetches; told by that and OkHttp's threads.
 */
final class ConnectionUse extends EventListener {

    private volatile boolean kept;
    private volatile boolean shared;
    private volatile boolean connects;
    private volatile boolean answered;

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        connects = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        // In HTTP/2 each answer says whose it is.
        shared = connection.protocol() == Protocol.HTTP_2;
        kept = !connects && !shared;
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        answered = true;
    }

    /**
     * Whether this failure is probably due to what the connection had been used for before: sites
     * send more than the body they announced, and the rest is then read as the next answer. OkHttp
     * does not ask again after what it takes for an improper answer. Neither is that worth it after
     * a timeout.
     */
    boolean wasSpoilt(IOException failure) {
        return kept && !connects && !answered && !(failure instanceof InterruptedIOException);
    }

    /**
     * Whether the connection may be dead: it had been used before, and nothing came over it. OkHttp
     * closes none that others may be using.
     */
    boolean fellSilent(IOException failure) {
        return shared && !connects && !answered && failure instanceof SocketTimeoutException;
    }
}
