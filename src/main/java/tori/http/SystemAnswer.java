package tori.http;

import org.jspecify.annotations.Nullable;

import java.net.UnknownHostException;
import java.util.List;

/**
 * Tells the system's "there is no such name" from its failures, as far as it does itself: the JDK
 * passes on nothing but its words. Where they are others, such as in other languages, it counts as
 * a failure. Stateless, any thread.
 */
final class SystemAnswer {

    /** Of glibc and musl. macOS and Windows say the same of an outage, so theirs prove nothing. */
    private static final List<String> NO_SUCH_NAME =
            List.of(
                    "Name or service not known",
                    "No address associated with hostname",
                    "Name does not resolve",
                    "Name has no usable address");

    private SystemAnswer() {}

    static boolean isNoSuchName(@Nullable Throwable failure) {
        if (!(failure instanceof UnknownHostException)) {
            return false;
        }
        String words = String.valueOf(failure.getMessage());
        return NO_SUCH_NAME.stream().anyMatch(words::endsWith);
    }
}
