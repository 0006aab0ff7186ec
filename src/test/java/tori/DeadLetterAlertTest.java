package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.Outcome;
import tori.delivery.Settlement;
import tori.delivery.Station;
import tori.model.Answer;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class DeadLetterAlertTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Owed> owed = new ArrayList<>();
    private final List<String> others = new ArrayList<>(List.of("hook", "two", "log"));
    private final Notices notices = new Notices(UUID::randomUUID, () -> NOW, () -> 42);
    private final DeadLetterAlert alert =
            new DeadLetterAlert(
                    (name, avoid) ->
                            others.stream()
                                    .filter(other -> !other.equals(name))
                                    .filter(other -> !avoid.contains(other))
                                    .findFirst()
                                    .orElse(null),
                    owed::add,
                    notices);

    @Test
    void shouldTellOnceUntilThereAreNone() {
        alert.died(dead(1, "hook", EventType.NOTICE), true);
        alert.died(dead(2, "hook", EventType.NOTICE), false);
        assertThat(owed).extracting(Owed::destination).containsExactly("two");
        assertThat(owed.getFirst().key()).isEqualTo("dead-letter-1");
        assertThat(((Notice) owed.getFirst().event().data()).text())
                .contains("hook", "tori.notice", "no such page", "dead letter 1");

        alert.died(dead(3, "hook", EventType.NOTICE), true);
        assertThat(owed).hasSize(2);
    }

    @Test
    void shouldPassOnAnAlertThatDiedAndStillAnnounceWhereItDied() {
        alert.died(dead(1, "hook", EventType.NOTICE), true);
        Event told = owed.getLast().event();
        alert.died(dead(2, "two", told), true);
        assertThat(owed.getLast()).isEqualTo(new Owed("log", told));

        alert.died(dead(3, "two", EventType.NOTICE), false);
        assertThat(owed).hasSize(3);
        assertThat(owed.getLast().destination()).isEqualTo("log");
        assertThat(owed.getLast().event().subject()).isEqualTo("two");
    }

    @Test
    void shouldNotGoRoundInCircles() {
        others.remove("log");
        alert.died(dead(1, "hook", EventType.NOTICE), true);
        alert.died(dead(2, "two", owed.getLast().event()), true);
        assertThat(owed).hasSize(1);
    }

    private Settlement dead(long id, String destination, EventType type) {
        return dead(
                id,
                destination,
                notices.of(type, new MonitorId("tori", "api"), "a", new Notice("text")));
    }

    private static Settlement dead(long id, String destination, Event event) {
        Attempt attempt =
                new Attempt(NOW, NOW, destination, Outcome.REFUSED, "no such page", Answer.NONE);
        return new Claimed(id, destination, event, new Station.InFlight(0, 0)).died(attempt);
    }
}
