package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * What a good answer is; all of it must hold.
 *
 * @param status of which one range must hold the status; never empty
 * @param latency the longest from the request to the last byte; null for any
 * @param contains text that the body holds; null for any
 * @param matches an RE2 expression that occurs in the body; null for any
 * @param json what the body holds as JSON, in the file's order
 * @param tlsDays how many days the certificate must be good for yet; null for any
 */
public record HttpExpectation(
        List<StatusRange> status,
        @Nullable Duration latency,
        @Nullable String contains,
        @Nullable String matches,
        List<JsonCondition> json,
        @Nullable Integer tlsDays) {

    public HttpExpectation {
        status = List.copyOf(status);
        json = List.copyOf(json);
    }

    /** Whether anything is expected of the body. */
    public boolean looksAtBody() {
        return contains != null || matches != null || !json.isEmpty();
    }
}
