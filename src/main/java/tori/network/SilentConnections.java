package tori.network;

import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Lets OkHttp find out that a connection is dead of which nobody said so, after a router forgot it
 * or the machine slept. Runs on the threads that ask; stateless.
 *
 * <p>Over HTTP/2 a request that is given up leaves its connection to the next. Only where one met
 * no byte for as long as it may read does OkHttp ask the other side for a sign of life, and take
 * the connection for dead without one. So what may take a call's whole time to read ends just
 * before the call does. Without it each later request fails over the same connection until the
 * system gives up sending, which takes Linux a quarter of an hour.
 */
public final class SilentConnections implements Interceptor {

    /** For the other timer to come first, whichever thread is late. */
    private static final int MARGIN_PERCENT = 2;

    private SilentConnections() {}

    /** Notices them; for clients whose calls have a timeout, and whose reads have no other. */
    public static OkHttpClient.Builder noticed(OkHttpClient.Builder client) {
        return client.addInterceptor(new SilentConnections());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        long timeoutNanos = chain.call().timeout().timeoutNanos();
        long readMillis =
                TimeUnit.NANOSECONDS.toMillis(timeoutNanos / 100 * (100 - MARGIN_PERCENT));
        // Zero would mean that there is no end.
        return readMillis == 0 || !chain.request().isHttps()
                ? chain.proceed(chain.request())
                : chain.withReadTimeout(
                                (int) Math.min(readMillis, Integer.MAX_VALUE),
                                TimeUnit.MILLISECONDS)
                        .proceed(chain.request());
    }
}
