package tori.network;

import okhttp3.Interceptor;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.regex.Pattern;

/**
 * Keeps what a server may answer from being an error of the program: OkHttp throws exceptions of
 * arithmetic and of states at some of it. Also keeps OkHttp from asking again by itself where the
 * answer says {@code Retry-After: 0}: that answer would never be seen. Runs on the threads that
 * ask; the last network interceptor. Stateless.
 */
final class ProperAnswers implements Interceptor {

    private static final String RETRY_AFTER = "Retry-After";

    /** What an {@code int} holds for certain; OkHttp reads the seconds into one. */
    private static final int MAX_DIGITS = 9;

    private static final String LONGEST = "9".repeat(MAX_DIGITS);

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /** What OkHttp calls the length of a body that announces none. */
    private static final long UNKNOWN_LENGTH = -1;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (RuntimeException e) {
            throw improper(e);
        }
        if (response.body().contentLength() < UNKNOWN_LENGTH) {
            // Not to be closed: that reads to the end, which OkHttp cannot find here.
            chain.call().cancel();
            throw new ProtocolException("a body of a negative length");
        }
        String wait = response.headers().get(RETRY_AFTER);
        String readable = readable(wait);
        return readable == null
                ? response
                : response.newBuilder().header(RETRY_AFTER, readable).build();
    }

    /** What to read instead; null if it is well as it is. */
    private static @Nullable String readable(@Nullable String wait) {
        if (wait == null || !DIGITS.matcher(wait).matches()) {
            return null;
        }
        if (wait.chars().allMatch(digit -> digit == '0')) {
            return "1";
        }
        return wait.length() > MAX_DIGITS ? LONGEST : null;
    }

    /** A failure of the server, not of the program. */
    static ProtocolException improper(RuntimeException e) {
        ProtocolException improper =
                new ProtocolException("an answer that cannot be read: " + e.getMessage());
        improper.initCause(e);
        return improper;
    }
}
