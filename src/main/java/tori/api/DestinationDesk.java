package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the destinations do now. Thread-safe; does not block. */
@FunctionalInterface
public interface DestinationDesk {

    /**
     * One limit.
     *
     * @param sent how many requests were completed within the last {@code per} of the rate
     */
    record Window(Rate rate, int sent) {}

    /**
     * One destination.
     *
     * @param type the word that config.yaml has for it, such as {@code discord}
     * @param mode which lane: {@code auto}, {@code freshest} or {@code guaranteed}
     * @param limits what it may be sent at most, the user's own limit first
     * @param queue how many events may wait in the freshest lane
     * @param waiting how many wait there now
     * @param maxAge an older event is dropped there
     * @param owed how many deliveries are owed to it and neither sent nor given up
     * @param condition {@code healthy}, {@code paused}, {@code out} or {@code gone}
     * @param since since when it is not healthy; null while it is
     * @param reason why it is not healthy, without secrets; empty while it is
     * @param retryAt when the next failed delivery is due; null if none waits
     * @param failover who takes over, in this order
     */
    record Row(
            String name,
            String type,
            String mode,
            List<Window> limits,
            int queue,
            int waiting,
            Duration maxAge,
            long owed,
            String condition,
            @Nullable Instant since,
            String reason,
            @Nullable Instant retryAt,
            List<String> failover) {

        public Row {
            limits = List.copyOf(limits);
            failover = List.copyOf(failover);
        }
    }

    /** All, in the configuration's order. */
    List<Row> rows();
}
