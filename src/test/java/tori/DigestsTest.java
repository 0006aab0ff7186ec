package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.dispatch.LaneSurroundings.Dropped;
import tori.dispatch.LaneSurroundings.Withheld;
import tori.model.Event;
import tori.model.Notice;
import tori.wire.SampleEvents;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

class DigestsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T06:00:00Z");

    private final Digests digests =
            new Digests(
                    new Notices(UUID::randomUUID, () -> NOW, () -> 42),
                    name -> ZoneId.of("Europe/Berlin"));

    private static List<String> lines(Event event) {
        return ((Notice) event.data()).text().lines().toList();
    }

    @Test
    void shouldSayHowManyWereDroppedAndWhy() {
        Event event = digests.of(new Dropped("main", 9, 3));
        assertThat(event.subject()).isEqualTo("main");
        assertThat(lines(event))
                .containsExactly(
                        "12 older events were dropped (9 for want of room, 3 as too old), as more"
                                + " came than may be sent here. The list is in the event log.");
        assertThat(lines(digests.of(new Dropped("main", 0, 1))).getFirst())
                .startsWith("1 older event was dropped (1 as too old), ");
    }

    @Test
    void shouldListWhatHappenedInQuietHours() {
        Event restocked = SampleEvents.restocked();
        Withheld withheld =
                new Withheld("main", List.of(restocked), 0, NOW.minus(Duration.ofHours(8)), NOW);
        assertThat(lines(digests.of(withheld)))
                .containsExactly(
                        "In the quiet hours, 23:00 to 07:00, there was 1 event: 1 restocked",
                        "13:03  restocked  gorilla/energy  Blue Hoodie · 10 · 49.99");
    }

    @Test
    void shouldListNoMoreThanFitsAScreen() {
        Withheld withheld =
                new Withheld(
                        "main",
                        Collections.nCopies(40, SampleEvents.restocked()),
                        2,
                        NOW.minus(Duration.ofHours(8)),
                        NOW);
        List<String> lines = lines(digests.of(withheld));
        assertThat(lines).hasSize(27);
        assertThat(lines.getFirst()).contains("there were 42 events: 40 restocked");
        assertThat(lines.getLast()).isEqualTo("… and 17 more, in the event log");
    }
}
