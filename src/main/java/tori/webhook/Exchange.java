package tori.webhook;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import okio.Timeout;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.InstantSource;
import java.util.List;

/**
 * One request to a receiver, and how far it came. Used by one sending thread; told by that and
 * OkHttp's threads.
 */
final class Exchange extends EventListener {

    private final Runnable departing;
    private final OneShotBody body;
    private final Call call;
    private volatile boolean connects;
    private volatile boolean connected;
    private volatile boolean written;
    private volatile @Nullable Response head;

    /**
     * @param request all but the body
     * @param departing told when the first byte is about to leave
     */
    Exchange(OkHttpClient client, Request request, byte[] json, Runnable departing) {
        this.departing = departing;
        this.body = new OneShotBody(json);
        this.call = client.newCall(request.newBuilder().post(body).build());
        call.addEventListener(this);
    }

    Timeout timeout() {
        return call.timeout();
    }

    /**
     * Sends the request and reads the answer. An answer whose status is known decides, whatever is
     * wrong with its body: OkHttp throws away, for instance, a 204 that announces one.
     *
     * @param secrets what must not show
     * @throws IOException if no answer came
     */
    WebhookAnswer answer(InstantSource wall, List<String> secrets) throws IOException {
        try (Response response = call.execute()) {
            return WebhookAnswer.of(response, wall.instant(), secrets);
        } catch (IOException e) {
            Response known = head;
            if (known == null) {
                throw e;
            }
            return WebhookAnswer.ofHead(known, wall.instant());
        }
    }

    /** Whether any of the event may have left, hence whether the receiver may have it. */
    boolean mayBeTaken() {
        return body.isStarted();
    }

    /** Whether all of the event has left. */
    boolean isWritten() {
        return written;
    }

    /**
     * Whether this failure is probably that of a connection which was kept after an earlier answer
     * and ended by the receiver meanwhile. A timeout is not: whoever ends a connection is quick.
     */
    boolean metDeadConnection(IOException failure) {
        return connected
                && !connects
                && head == null
                && !(failure instanceof InterruptedIOException);
    }

    @Override
    public void connectStart(Call made, InetSocketAddress address, Proxy proxy) {
        connects = true;
    }

    @Override
    public void connectionAcquired(Call made, Connection connection) {
        connected = true;
    }

    @Override
    public void requestHeadersStart(Call made) {
        departing.run();
    }

    @Override
    public void requestBodyEnd(Call made, long bytes) {
        written = true;
    }

    @Override
    public void responseHeadersEnd(Call made, Response response) {
        head = response;
    }
}
