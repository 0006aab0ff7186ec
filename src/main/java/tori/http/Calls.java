package tori.http;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;

/** Makes calls of OkHttp within the time of a fetch. Stateless, any thread. */
final class Calls {

    /** What OkHttp calls the length of a body that announces none. */
    private static final long UNKNOWN_LENGTH = -1;

    /**
     * How long a new connection may take, for requests that say so.
     *
     * @param millis at least 1
     */
    record ConnectTimeout(int millis) {

        /** Heeds it. */
        static final Interceptor INTERCEPTOR =
                chain -> {
                    ConnectTimeout bound = chain.request().tag(ConnectTimeout.class);
                    return bound == null
                            ? chain.proceed(chain.request())
                            : chain.withConnectTimeout(bound.millis(), TimeUnit.MILLISECONDS)
                                    .proceed(chain.request());
                };
    }

    private Calls() {}

    /** The answer, once its head is there. */
    static Response execute(OkHttpClient client, Request request, Exchange exchange)
            throws IOException {
        return execute(client.newCall(request), exchange);
    }

    /** The same, of which {@code listener} is told, beside the client's own. */
    static Response execute(
            OkHttpClient client, Request request, Exchange exchange, EventListener listener)
            throws IOException {
        Call call = client.newCall(request);
        call.addEventListener(listener);
        return execute(call, exchange);
    }

    private static Response execute(Call call, Exchange exchange) throws IOException {
        call.timeout().timeout(exchange.remainingNanos(), TimeUnit.NANOSECONDS);
        Response response = call.execute();
        if (response.body().contentLength() < UNKNOWN_LENGTH) {
            // Not to be closed: that reads to the end, which OkHttp cannot find here.
            call.cancel();
            throw new ProtocolException("a body of a negative length");
        }
        return response;
    }
}
