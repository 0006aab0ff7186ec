package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.StoreAccess;
import tori.model.Variant;
import tori.wire.SampleEvents;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Locks and prices as Discord shows them. */
class StoreAccessEmbedTest {

    private static Embed embed(Event event) {
        Letter letter = new Letter(List.of(event), event.time().plusMillis(7), Map.of());
        return DiscordMessage.embeds(letter, Map.of()).getFirst();
    }

    private static Event access(boolean locked, Instant since) {
        return SampleEvents.of(
                locked ? EventType.STORE_LOCKED : EventType.STORE_UNLOCKED,
                new StoreAccess("gorilla/energy", 1, "https://gorilla.example", locked, since));
    }

    @Test
    void shouldSayThatTheStoreIsOpenAgainAndHowLongItWasNot() {
        Embed embed = embed(access(false, Instant.parse("2026-03-02T12:03:04.123Z")));
        assertThat(embed.title()).isEqualTo("Store unlocked: gorilla");
        assertThat(embed.description()).contains("the store is open");
        assertThat(embed.url()).hasToString("https://gorilla.example/");
        assertThat(embed.fields()).containsExactly(new Embed.Field("Was locked for", "2 d", true));
        assertThat(embed.footer()).isEqualTo("gorilla/energy · sent 7 ms after it was seen");
        assertThat(embed.color()).isEqualTo(StoreAccessEmbed.UNLOCKED);
    }

    @Test
    void shouldSayThatTheStoreIsLocked() {
        Embed embed = embed(access(true, null));
        assertThat(embed.title()).isEqualTo("Store locked: gorilla");
        assertThat(embed.fields()).isEmpty();
        assertThat(embed.color()).isEqualTo(StoreAccessEmbed.LOCKED);
    }

    @Test
    void shouldShowPricesWithTheirCurrency() {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        Variant yen = new Variant(2, "10", Map.of(), "1200.00", "JPY", true, null);
        CatalogData changed =
                new CatalogData(
                        data.entity(),
                        1,
                        data.product(),
                        yen,
                        List.of(),
                        new Before(true, "1500"),
                        null);
        assertThat(embed(SampleEvents.of(EventType.PRICE_CHANGED, changed)).fields())
                .contains(new Embed.Field("Price", "1200 JPY (was 1500 JPY)", true));
    }
}
