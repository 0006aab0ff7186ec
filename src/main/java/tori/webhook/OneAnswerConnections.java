package tori.webhook;

import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Lets no connection be used again whose receiver answers once: HTTP/1.0 closes after an answer
 * without saying so, and the next event on that connection would be lost. Runs on the sending
 * threads; must be a network interceptor.
 */
final class OneAnswerConnections implements Interceptor {

    private volatile boolean answersOnce;

    /** Whether the latest answer came from such a receiver: requests then say that they close. */
    boolean expected() {
        return answersOnce;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Response response = chain.proceed(request);
        boolean once = answersOnce(response);
        answersOnce = once;
        Connection connection = chain.connection();
        if (once && connection != null && !isClose(request.header("Connection"))) {
            // Sent before this was known, the first ones in parallel too. Each has a connection
            // for itself until its call ends, which is after this; OkHttp never takes one again
            // whose output is shut, and the rest of the answer can still be read.
            shutOutput(connection);
        }
        return response;
    }

    private static boolean answersOnce(Response response) {
        return response.protocol() == Protocol.HTTP_1_0
                && !"keep-alive".equalsIgnoreCase(response.header("Connection"));
    }

    private static boolean isClose(@Nullable String connection) {
        return "close".equalsIgnoreCase(connection);
    }

    private static void shutOutput(Connection connection) {
        try {
            connection.socket().shutdownOutput();
        } catch (IOException e) {
            // Closed by the other side already, which OkHttp sees: the answer still counts.
        }
    }
}
