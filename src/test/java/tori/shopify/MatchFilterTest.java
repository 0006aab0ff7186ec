package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.config.MatchConfig;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

class MatchFilterTest {

    private static final VariantState TEN =
            new VariantState(21, "10 / Moss", "10", "Moss", null, "49.99", true);
    private static final VariantState ELEVEN =
            new VariantState(22, "11 / Moss", "11", "Moss", null, null, true);
    private static final ProductState SHOE =
            new ProductState(
                    2,
                    "Crème Watermelon Runner",
                    "creme-runner",
                    "Alder & Finch",
                    "Shoes",
                    null,
                    List.of("Size", "Colour"),
                    List.of(TEN, ELEVEN),
                    0,
                    false);

    private static boolean passes(MatchConfig match, VariantState variant) {
        return new MatchFilter(match).passes(SHOE, variant);
    }

    private static MatchConfig keywords(String... words) {
        return new MatchConfig(List.of(words), Set.of(), Map.of(), null, null, Set.of(), Set.of());
    }

    private static MatchConfig options(Map<String, Set<String>> options) {
        return new MatchConfig(List.of(), Set.of(), options, null, null, Set.of(), Set.of());
    }

    private static MatchConfig price(String min, String max) {
        return new MatchConfig(
                List.of(),
                Set.of(),
                Map.of(),
                min == null ? null : new BigDecimal(min),
                max == null ? null : new BigDecimal(max),
                Set.of(),
                Set.of());
    }

    @Test
    void shouldLetEverythingPassWhereNothingIsAsked() {
        assertThat(passes(MatchConfig.ALL, ELEVEN)).isTrue();
        assertThat(new MatchFilter(MatchConfig.ALL).passes(ProductState.unknown(1))).isTrue();
    }

    @Test
    void shouldFindAnyPlainWordWhateverItsCaseAndAccents() {
        assertThat(passes(keywords("WATERMELON", "peach"), TEN)).isTrue();
        assertThat(passes(keywords("creme water"), TEN)).isTrue();
        assertThat(passes(keywords("CRÈME"), TEN)).isTrue();
        assertThat(passes(keywords("alder"), TEN)).isTrue();
        assertThat(passes(keywords("10 / moss"), TEN)).isTrue();
        assertThat(passes(keywords("10 / moss"), ELEVEN)).isFalse();
        assertThat(passes(keywords("peach"), TEN)).isFalse();
    }

    @Test
    void shouldRefuseEveryMinusWord() {
        assertThat(passes(keywords("watermelon", "-runner"), TEN)).isFalse();
        assertThat(passes(keywords("-sample"), TEN)).isTrue();
        assertThat(passes(keywords("-Créme"), TEN)).isFalse();
    }

    @Test
    void shouldMatchOptionsByName() {
        assertThat(passes(options(Map.of("size", Set.of("10", "10.5"))), TEN)).isTrue();
        assertThat(passes(options(Map.of("size", Set.of("10", "10.5"))), ELEVEN)).isFalse();
        assertThat(passes(options(Map.of("SIZE", Set.of("10"), "colour", Set.of("moss"))), TEN))
                .isTrue();
        assertThat(passes(options(Map.of("size", Set.of("10"), "fit", Set.of("wide"))), TEN))
                .isFalse();
        assertThat(passes(options(Map.of("colour", Set.of("10"))), TEN)).isFalse();
    }

    @Test
    void shouldMatchTheCurrentPrice() {
        assertThat(passes(price("49.99", "49.99"), TEN)).isTrue();
        assertThat(passes(price("50", null), TEN)).isFalse();
        assertThat(passes(price(null, "49.98"), TEN)).isFalse();
        assertThat(passes(price("0", null), ELEVEN)).isFalse();
    }

    @Test
    void shouldMatchIdsVendorsAndTypes() {
        MatchConfig ids =
                new MatchConfig(List.of(), Set.of(21L), Map.of(), null, null, Set.of(), Set.of());
        assertThat(passes(ids, TEN)).isTrue();
        assertThat(passes(ids, ELEVEN)).isFalse();
        MatchConfig vendor =
                new MatchConfig(
                        List.of(),
                        Set.of(),
                        Map.of(),
                        null,
                        null,
                        Set.of("ALDER & finch"),
                        Set.of("shoes"));
        assertThat(passes(vendor, TEN)).isTrue();
        assertThat(new MatchFilter(vendor).passes(ProductState.unknown(1))).isFalse();
    }

    @Test
    void shouldLetAProductPassWithOneOfItsVariants() {
        MatchConfig eleven = options(Map.of("size", Set.of("11")));
        assertThat(new MatchFilter(eleven).passes(SHOE)).isTrue();
        MatchConfig twelve = options(Map.of("size", Set.of("12")));
        assertThat(new MatchFilter(twelve).passes(SHOE)).isFalse();
        assertThat(new MatchFilter(twelve).passes(ProductState.unknown(1))).isFalse();
    }
}
