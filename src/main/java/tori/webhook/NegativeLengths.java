package tori.webhook;

import okhttp3.Interceptor;
import okhttp3.Response;

import java.io.IOException;
import java.net.ProtocolException;

/**
 * Ends answers that announce less than nothing before anybody reads them: OkHttp's reading and
 * closing of such a body would throw {@link IllegalArgumentException} and lose the connection. Runs
 * on the sending threads; must be a network interceptor.
 */
final class NegativeLengths implements Interceptor {

    private static final long UNKNOWN = -1;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        long length = response.body().contentLength();
        if (length < UNKNOWN) {
            throw new ProtocolException("Content-Length " + length);
        }
        return response;
    }
}
