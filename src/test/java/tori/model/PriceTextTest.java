package tori.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;

class PriceTextTest {

    @ParameterizedTest
    @CsvSource({
        "49.99, USD, 49.99 USD",
        "50, USD, 50.00 USD",
        "50.0, EUR, 50.00 EUR",
        "1200.00, JPY, 1200 JPY",
        "5000, ISK, 5000 ISK",
        "1200.5, JPY, 1200.5 JPY",
        "10.5, KWD, 10.500 KWD",
        "0.00, USD, 0.00 USD",
        "49.99, ZZZ, 49.99 ZZZ",
        "50.5, , 50.5",
        "from 5, USD, from 5 USD",
        "1E+900000000, USD, 1E+900000000 USD"
    })
    void shouldWriteTheDecimalsOfTheCurrency(String price, String currency, String text) {
        assertThat(PriceText.of(price, currency)).isEqualTo(text);
    }

    @Test
    void shouldBeEmptyWhereThereIsNoPrice() {
        assertThat(PriceText.of(null, "USD")).isEmpty();
        assertThat(PriceText.of("", "USD")).isEmpty();
        assertThat(PriceText.of(null, null)).isEmpty();
    }

    @Property
    void shouldKeepTheNumber(@ForAll @LongRange(min = 0) long cents) {
        BigDecimal value = BigDecimal.valueOf(cents, 2);
        for (String currency : List.of("USD", "JPY", "KWD", "ZZZ")) {
            assertThat(new BigDecimal(PriceText.plain(value, currency)))
                    .isEqualByComparingTo(value);
            assertThat(PriceText.of(value.toPlainString(), currency)).endsWith(" " + currency);
        }
        assertThat(PriceText.plain(value, null)).isEqualTo(value.toPlainString());
    }
}
