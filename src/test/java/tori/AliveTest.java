package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.api.StatusRows;
import tori.api.StatusSource.MonitorRow;
import tori.config.AliveConfig;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.telemetry.CountingMeters;
import tori.time.Recurrence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class AliveTest {

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private AliveConfig wanted = daily("main");
    private boolean room = true;
    private long polls;
    private List<MonitorRow> monitors = List.of(StatusRows.up(new MonitorId("a", "one")));
    private final List<Owed> owed = new ArrayList<>();
    private final CountingMeters meters = new CountingMeters();
    private Alive alive = alive();

    private static AliveConfig daily(String... destinations) {
        return new AliveConfig(
                List.of(destinations),
                new Recurrence(Duration.ofDays(1), LocalTime.of(9, 0), ZoneOffset.UTC));
    }

    private Alive alive() {
        Alive.Vitals vitals =
                new Alive.Vitals() {
                    @Override
                    public List<MonitorRow> monitors() {
                        return monitors;
                    }

                    @Override
                    public long polls() {
                        return polls;
                    }

                    @Override
                    public long alerts() {
                        return 1;
                    }

                    @Override
                    public boolean hasRoom() {
                        return room;
                    }
                };
        Notices notices = new Notices(UUID::randomUUID, () -> now, () -> 42);
        return new Alive(() -> wanted, vitals, owed::add, notices, meters, nanos -> {});
    }

    private void at(String time) {
        now = Instant.parse(time);
        alive.step();
    }

    private List<String> texts() {
        return owed.stream().map(one -> ((Notice) one.event().data()).text()).toList();
    }

    @Test
    void shouldTellOnceADayHowThingsAre() {
        at("2026-11-21T08:00:00Z");
        polls = 120;
        at("2026-11-21T08:59:59Z");
        assertThat(owed).isEmpty();
        at("2026-11-21T09:00:00.5Z");
        at("2026-11-21T09:00:01.5Z");
        assertThat(texts())
                .containsExactly(
                        "tori is alive: 1 monitor, none blind, 120 polls and 1 alert since"
                                + " 2026-11-21 08:00.");
        assertThat(owed.getFirst().destination()).isEqualTo("main");
        assertThat(owed.getFirst().event().type()).isEqualTo(EventType.NOTICE);
        polls = 121;
        at("2026-11-22T08:59:59Z");
        assertThat(owed).hasSize(1);
        at("2026-11-22T09:00:00Z");
        assertThat(texts().getLast()).contains("1 poll and 0 alerts since 2026-11-21 09:00.");
    }

    @Test
    void shouldNameThoseThatAreBlind() {
        List<MonitorRow> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(StatusRows.blind(new MonitorId("a", "m" + i), "too slow"));
        }
        rows.addAll(monitors);
        rows.add(StatusRows.paused(new MonitorId("a", "off")));
        monitors = rows;
        at("2026-11-21T08:00:00Z");
        at("2026-11-21T09:00:00Z");
        assertThat(texts().getFirst())
                .startsWith("tori is alive: 13 monitors, 12 blind, ")
                .contains("\na/m9, since 2026-11-21 10:00: too slow\n")
                .endsWith("… and 2 more; see: status --state blind")
                .doesNotContain("a/m10");
    }

    @Test
    void shouldNeitherMoveNorRepeatOneAfterARestart() {
        at("2026-11-21T08:59:59Z");
        at("2026-11-21T09:00:00Z");
        String key = owed.getFirst().key();
        alive = alive();
        at("2026-11-21T09:00:02Z");
        at("2026-11-21T09:00:03Z");
        assertThat(owed).hasSize(1);
        // Set back, the clock comes to the same time again: the same key, so it is the same one.
        at("2026-11-21T08:59:00Z");
        at("2026-11-21T09:00:00Z");
        assertThat(owed).hasSize(2);
        assertThat(owed.getLast().key()).isEqualTo(key);
    }

    @Test
    void shouldHeedWhatTheConfigurationSaysNow() {
        at("2026-11-21T08:59:59Z");
        wanted = null;
        at("2026-11-21T09:00:00Z");
        assertThat(owed).isEmpty();
        wanted = daily("main", "log");
        at("2026-11-22T08:00:00Z");
        at("2026-11-22T09:00:00Z");
        assertThat(owed).extracting(Owed::destination).containsExactly("main", "log");
        wanted =
                new AliveConfig(
                        List.of("log"),
                        new Recurrence(Duration.ofMinutes(1), LocalTime.MIDNIGHT, ZoneOffset.UTC));
        at("2026-11-22T09:00:10Z");
        at("2026-11-22T09:01:00Z");
        assertThat(owed).hasSize(3);
    }

    @Test
    void shouldLeaveOneOutWhileTheStoreIsFullAndGoOnAfterABug() {
        at("2026-11-21T08:00:00Z");
        room = false;
        at("2026-11-21T09:00:00Z");
        room = true;
        at("2026-11-21T09:00:01Z");
        assertThat(owed).isEmpty();
        monitors = null;
        at("2026-11-22T09:00:00Z");
        assertThat(meters.count("loopFailed:alive")).isEqualTo(1);
        monitors = List.of();
        at("2026-11-23T09:00:00Z");
        assertThat(texts()).hasSize(1);
    }
}
