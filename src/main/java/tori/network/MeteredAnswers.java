package tori.network;

import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;

/**
 * Tells {@link MeteredSocket}s when exchanges begin and how much of answers was taken. Runs on the
 * threads that ask; a network interceptor. Stateless.
 */
public final class MeteredAnswers implements Interceptor {

    /**
     * Over HTTP/2 the server may send as much of bodies ahead as OkHttp's window of a connection
     * allows, which is 16 MiB.
     */
    private static final int HTTP_2_WINDOW_KIBIBYTES = 16 * 1024 + MeteredSocket.WINDOW_KIBIBYTES;

    private static final int NOT_MODIFIED = 304;

    private MeteredAnswers() {}

    /** Bounds what answers to this client's requests make it keep, and what they make it throw. */
    public static OkHttpClient.Builder bounded(OkHttpClient.Builder client) {
        return client.socketFactory(new MeteredSockets())
                .addNetworkInterceptor(new MeteredAnswers())
                .addNetworkInterceptor(new ProperAnswers());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        if (connection == null) {
            return chain.proceed(chain.request());
        }
        Socket socket = connection.socket();
        MeteredSocket.begins(
                socket,
                connection.protocol() == Protocol.HTTP_2
                        ? HTTP_2_WINDOW_KIBIBYTES
                        : MeteredSocket.WINDOW_KIBIBYTES);
        Response response = chain.proceed(chain.request());
        return response.code() == NOT_MODIFIED
                ? response
                : response.newBuilder().body(new MeteredBody(response.body(), socket)).build();
    }

    /** A body that says how much of it was taken. */
    private static final class MeteredBody extends ResponseBody {

        private final ResponseBody body;
        private final BufferedSource source;

        private MeteredBody(ResponseBody body, Socket socket) {
            this.body = body;
            this.source = Okio.buffer(new MeteredSource(body.source(), socket));
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private static final class MeteredSource extends ForwardingSource {

        private final Socket socket;

        private MeteredSource(Source source, Socket socket) {
            super(source);
            this.socket = socket;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count;
            try {
                count = super.read(sink, byteCount);
            } catch (RuntimeException e) {
                throw ProperAnswers.improper(e);
            }
            if (count > 0) {
                MeteredSocket.taken(socket, (int) Math.min(count, Integer.MAX_VALUE));
            }
            return count;
        }
    }
}
