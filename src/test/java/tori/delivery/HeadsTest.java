package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class HeadsTest {

    private static final Instant NOW = Instant.EPOCH;

    private final Heads heads = new Heads();

    @Test
    void shouldAddWhatIsAnnouncedWhileTheStoreIsAsked() {
        heads.askSoon();
        assertThat(heads.ask(NOW, 0)).isTrue();
        heads.announce(2);
        heads.answered(new Readiness(3, null));

        assertThat(heads.ready()).isEqualTo(5);
    }

    @Test
    void shouldClaimNothingWhileTheStoreIsAskedNorAskDuringAClaim() {
        heads.announce(1);
        heads.askSoon();
        assertThat(heads.isClaimable()).isFalse();
        assertThat(heads.ask(NOW, 0)).isTrue();
        assertThat(heads.isClaimable()).isFalse();
        heads.answered(new Readiness(1, null));
        assertThat(heads.isClaimable()).isTrue();

        heads.claim();
        heads.askSoon();
        assertThat(heads.ask(NOW, 0)).isFalse();
    }

    @Test
    void shouldKeepWhatAShortClaimLeftBehind() {
        heads.announce(8);
        heads.claim();
        heads.claimed(4, 4, 0);

        assertThat(heads.ready()).isEqualTo(4);
    }

    @Test
    void shouldKeepWhatWasAnnouncedDuringAnEmptyClaimAndAskLater() {
        heads.announce(8);
        heads.claim();
        heads.announce(1);
        heads.claimed(0, 0, 100);

        assertThat(heads.ready()).isEqualTo(1);
        assertThat(heads.ask(NOW, 99)).isFalse();
        assertThat(heads.ask(NOW, 100)).isTrue();
    }

    @Test
    void shouldNotTakeOffARetryThatNobodyCounted() {
        heads.announce(1);
        heads.claim();
        heads.claimed(1, 0, 0);

        assertThat(heads.ready()).isEqualTo(1);
    }

    @Test
    void shouldAskWhenARetryIsDue() {
        heads.due(NOW.plusSeconds(5));
        heads.due(NOW.plusSeconds(2));

        assertThat(heads.asksInNanos(NOW, 0)).isEqualTo(2_000_000_000L);
        assertThat(heads.ask(NOW.plusSeconds(1), 0)).isFalse();
        assertThat(heads.ask(NOW.plusSeconds(2), 0)).isTrue();
    }
}
