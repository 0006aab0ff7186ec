package tori.poll;

import java.time.Duration;

/**
 * The bounds within which a monitor's interval follows what it finds. Shared by all monitors
 * configured alike.
 *
 * @param fastest after a change; positive
 * @param fastFor how long after a change that lasts; positive
 * @param slowest where nothing changes; not shorter than {@code fastest}
 * @param slowAfter how long nothing must have changed; not shorter than {@code fastFor}
 */
public record Tempo(Duration fastest, Duration fastFor, Duration slowest, Duration slowAfter) {

    public Tempo {
        if (!fastest.isPositive() || !fastFor.isPositive()) {
            throw new IllegalArgumentException("needs fastest > 0 and fastFor > 0");
        }
        if (slowest.compareTo(fastest) < 0 || slowAfter.compareTo(fastFor) < 0) {
            throw new IllegalArgumentException("needs fastest <= slowest and fastFor <= slowAfter");
        }
    }
}
