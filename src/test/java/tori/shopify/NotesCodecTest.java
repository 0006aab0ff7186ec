package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class NotesCodecTest {

    private static Notes notes(long seed) {
        Random random = new Random(seed);
        List<String> unlisted = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            unlisted.add("größe-" + random.nextInt(1000));
        }
        boolean known = random.nextBoolean();
        return Notes.of(
                known ? new BaseCurrency("USD", Instant.ofEpochMilli(random.nextInt())) : null,
                random.nextBoolean() ? "EUR" : null,
                random.nextBoolean() ? unlisted : null,
                new CatalogMaker(seed).products(random.nextInt(3)),
                owed(random, new CatalogMaker(seed).products(4)));
    }

    private static List<OwedEdge> owed(Random random, List<ProductState> products) {
        List<OwedEdge> owed = new ArrayList<>();
        for (ProductState product : products.subList(0, random.nextInt(4))) {
            OwedEdge.Facet[] facets = OwedEdge.Facet.values();
            OwedEdge.Facet facet = facets[random.nextInt(facets.length)];
            OwedEdge.Key key = new OwedEdge.Key(facet, product.id(), random.nextLong());
            owed.add(new OwedEdge(key, random.nextBoolean() ? product : null, random.nextLong()));
        }
        return owed;
    }

    @Property(tries = 300)
    void shouldReadBackWhatItWrote(@ForAll long seed) throws IOException {
        Notes written = notes(seed);
        Notes read = NotesCodec.decode(NotesCodec.encode(written));
        assertThat(read.currency()).isEqualTo(written.currency());
        assertThat(read.priceCurrency()).isEqualTo(written.priceCurrency());
        assertThat(read.unlisted()).isEqualTo(written.unlisted());
        assertThat(read.announced()).containsExactlyElementsOf(written.announced());
        assertThat(read.owed()).containsExactlyElementsOf(written.owed());
        assertThat(read.isChanged()).isFalse();
        assertThat(NotesCodec.encode(read)).isEqualTo(NotesCodec.encode(written));
    }

    @Property(tries = 300)
    void shouldRefuseEveryEntryThatIsCutOrTooLong(@ForAll long seed) {
        byte[] bytes = NotesCodec.encode(notes(seed));
        int length = new Random(seed).nextInt(bytes.length);
        assertThatThrownBy(() -> NotesCodec.decode(Arrays.copyOf(bytes, length)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> NotesCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
    }

    /** Damage may go unnoticed where it hits a text, but never ends in anything else than this. */
    @Property(tries = 2000)
    void shouldSurviveDamage(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = NotesCodec.encode(notes(seed));
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(NotesCodec.decode(bytes)).isNotNull();
        } catch (IOException e) {
            assertThat(bytes).isNotEmpty();
        }
    }
}
