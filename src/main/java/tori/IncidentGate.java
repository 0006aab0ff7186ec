package tori;

import org.jspecify.annotations.Nullable;

import tori.config.SurroundingsConfig;
import tori.incident.Board;
import tori.incident.Gate;
import tori.incident.Standing;
import tori.incident.Step;
import tori.model.Condition;
import tori.model.Incident;
import tori.model.MonitorId;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds back what is told of a monitor while something that it depends on does not work, and what
 * opens together with many others. Thread-safe.
 *
 * <p>A parent that was not looked at since the child began to fail may be what is wrong: it is
 * looked at first.
 */
final class IncidentGate implements Gate {

    private final Supplier<SurroundingsConfig> surroundings;
    private final Board board;
    private final IncidentDigest digest;
    private final BiPredicate<Incident, Step.Kind> heard;
    private final Consumer<MonitorId> wake;

    /**
     * @param surroundings what the configuration in force says
     * @param heard whether anybody is told this of an incident
     * @param wake has a monitor looked at now
     */
    IncidentGate(
            Supplier<SurroundingsConfig> surroundings,
            Board board,
            IncidentDigest digest,
            BiPredicate<Incident, Step.Kind> heard,
            Consumer<MonitorId> wake) {
        this.surroundings = surroundings;
        this.board = board;
        this.digest = digest;
        this.heard = heard;
        this.wake = wake;
    }

    @Override
    public Answer ask(Incident incident, long sequence) {
        String silence = silence(incident);
        if (silence == null) {
            return digest.ask(incident, sequence);
        }
        digest.withdraw(incident);
        return new Hold(silence);
    }

    @Override
    public @Nullable String silence(Incident incident) {
        SurroundingsConfig config = surroundings.get();
        Set<MonitorId> seen = new HashSet<>();
        Deque<MonitorId> next = new ArrayDeque<>(parents(config, incident.monitor()));
        while (!next.isEmpty()) {
            MonitorId parent = next.remove();
            if (!seen.add(parent)) {
                continue;
            }
            String trouble = trouble(parent, incident);
            if (trouble != null) {
                return trouble;
            }
            next.addAll(parents(config, parent));
        }
        return null;
    }

    private static Set<MonitorId> parents(SurroundingsConfig config, MonitorId monitor) {
        return config.parents().getOrDefault(monitor, Set.of());
    }

    /** What is wrong with a parent, or may be; null if nothing is, or it is not watched. */
    private @Nullable String trouble(MonitorId parent, Incident child) {
        Board.Sight sight = board.get(parent);
        if (sight == null) {
            return null;
        }
        Standing standing = sight.standing();
        if (standing.open() != null) {
            return parent + " is down";
        }
        if (standing.condition() == Condition.SUSPECT) {
            return parent + " is suspect";
        }
        if (standing.condition() == Condition.MAINTENANCE) {
            return parent + " is in maintenance";
        }
        if (!child.telling().told() && !isLookedAtSince(sight, child.monitor())) {
            wake.accept(parent);
            return parent + " is looked at first";
        }
        return null;
    }

    /** Whether a parent was looked at after its child was seen to fail. */
    private boolean isLookedAtSince(Board.Sight parent, MonitorId child) {
        Board.Sight own = board.get(child);
        return own != null && own.isFailing() && parent.atNanos() - own.failingNanos() >= 0;
    }

    @Override
    public boolean isHeard(Incident incident, Step.Kind kind) {
        return heard.test(incident, kind);
    }

    @Override
    public Ending ending(Incident incident, long sequence, Instant now) {
        return digest.ending(incident, sequence, now);
    }

    @Override
    public Ending leave(Incident incident) {
        return digest.leave(incident);
    }

    @Override
    public @Nullable Instant toldOver(Incident incident) {
        return digest.toldOver(incident);
    }
}
