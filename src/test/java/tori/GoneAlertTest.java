package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.EventType;
import tori.model.Notice;
import tori.model.Owed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class GoneAlertTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Owed> owed = new ArrayList<>();
    private final List<String> failover = new ArrayList<>();
    private final GoneAlert alert =
            new GoneAlert(
                    name -> name.equals("alone") ? null : "backup",
                    name -> failover,
                    owed::add,
                    new Notices(UUID::randomUUID, () -> NOW, () -> 42));

    private String text() {
        return ((Notice) owed.getLast().event().data()).text();
    }

    @Test
    void shouldTellAnotherOnceUntilItIsConfiguredAnew() {
        alert.gone("main", "404 Unknown Webhook");
        alert.gone("main", "404 Unknown Webhook");
        assertThat(owed).hasSize(1);
        assertThat(owed.getFirst().destination()).isEqualTo("backup");
        assertThat(owed.getFirst().event().type()).isEqualTo(EventType.DELIVERY_FAILED);
        assertThat(owed.getFirst().event().subject()).isEqualTo("main");
        assertThat(text()).contains("main is gone: 404 Unknown Webhook", "alerts are dropped");
        alert.forget("main");
        failover.add("backup");
        alert.gone("main", "401");
        assertThat(owed).hasSize(2);
        assertThat(text()).contains("401", "alerts go to backup");
    }

    @Test
    void shouldTellNobodyWhereThereIsNobody() {
        alert.gone("alone", "404");
        assertThat(owed).isEmpty();
    }
}
