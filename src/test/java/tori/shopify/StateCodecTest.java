package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class StateCodecTest {

    @Property(tries = 300)
    void shouldReadBackWhatItWrote(@ForAll long seed) throws IOException {
        ProductState product = new CatalogMaker(seed).product(7).withSequence(seed >>> 1);
        assertThat(StateCodec.decode(7, StateCodec.encode(product))).isEqualTo(product);
        ProductState gone = product.removed(9);
        assertThat(StateCodec.decode(7, StateCodec.encode(gone))).isEqualTo(gone);
        ProductState unknown = ProductState.unknown(7);
        assertThat(StateCodec.decode(7, StateCodec.encode(unknown))).isEqualTo(unknown);
    }

    @Test
    void shouldReadWhatWasWrittenBeforeThereWereTimes() throws IOException {
        VariantState variant = new VariantState(70, "10", "10", null, null, "9.99", false, 1_234);
        ProductState product =
                new ProductState(
                        7,
                        "Shoe",
                        "shoe",
                        null,
                        null,
                        null,
                        List.of("Size"),
                        List.of(variant),
                        3,
                        false);
        byte[] bytes = StateCodec.encode(product);
        byte[] older = Arrays.copyOf(bytes, bytes.length - Long.BYTES);
        older[0] = 1;

        ProductState read = StateCodec.decode(7, older);
        assertThat(read.knownVariants())
                .containsExactly(new VariantState(70, "10", "10", null, null, "9.99", false, 0));
        assertThat(read.sequence()).isEqualTo(3);
        assertThat(StateCodec.decode(7, bytes)).isEqualTo(product);
    }

    @Property(tries = 300)
    void shouldRefuseEveryEntryThatIsCutOrTooLong(@ForAll long seed) {
        byte[] bytes = StateCodec.encode(new CatalogMaker(seed).product(7));
        int length = new Random(seed).nextInt(bytes.length);
        assertThatThrownBy(() -> StateCodec.decode(7, Arrays.copyOf(bytes, length)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> StateCodec.decode(7, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
    }

    /** Damage may go unnoticed where it hits a text, but never ends in anything else than this. */
    @Property(tries = 2000)
    void shouldSurviveDamage(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = StateCodec.encode(new CatalogMaker(seed).product(7));
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(StateCodec.decode(7, bytes).id()).isEqualTo(7);
        } catch (IOException e) {
            assertThat(bytes).isNotEmpty();
        }
    }
}
