package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.api.StatusSource.MonitorRow;
import tori.model.MonitorId;

import java.util.List;

class StateChangesTest {

    private static final MonitorRow A = StatusRows.up(new MonitorId("s", "a"));
    private static final MonitorRow B = StatusRows.up(new MonitorId("s", "b"));

    @Test
    void shouldSayNothingOfWhatStaysAsItIs() {
        StateChanges changes = new StateChanges(List.of(A, B));

        assertThat(changes.next(List.of(A, B)).isEmpty()).isTrue();
    }

    @Test
    void shouldTellApartWhatIsNewsAndWhatIsMerelyAPoll() {
        StateChanges changes = new StateChanges(List.of(A, B));
        MonitorRow down = StatusRows.down(A.monitor(), "it is gone");
        MonitorRow polled = later(B);

        StateChanges.Difference difference = changes.next(List.of(down, polled));

        assertThat(difference.changed()).containsExactly(down);
        assertThat(difference.polled()).containsExactly(polled);
        assertThat(difference.gone()).isEmpty();
        assertThat(changes.next(List.of(down, polled)).isEmpty()).isTrue();
    }

    @Test
    void shouldNoticeWhoComesAndWhoGoes() {
        StateChanges changes = new StateChanges(List.of(A));

        StateChanges.Difference swapped = changes.next(List.of(B));
        assertThat(swapped.changed()).containsExactly(B);
        assertThat(swapped.gone()).containsExactly(A.monitor());
        assertThat(changes.next(List.of()).gone()).containsExactly(B.monitor());
    }

    private static MonitorRow later(MonitorRow row) {
        return new MonitorRow(
                row.monitor(),
                row.state(),
                row.since(),
                row.lastGood(),
                row.lastChange(),
                StatusRows.NOW.plusSeconds(59),
                row.lag(),
                row.lastResult(),
                row.trouble(),
                row.failures(),
                row.blind(),
                row.events());
    }
}
