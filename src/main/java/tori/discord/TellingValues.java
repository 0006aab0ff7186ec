package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import tori.config.MessageTemplate.Value;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.Product;
import tori.model.Variant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the placeholders of a template stand for in one embed, ready for Discord; empty for what is
 * not known. Immutable, any thread.
 */
final class TellingValues implements Function<Value, String> {

    private static final int NAME_MAX = 150;
    private static final int TEXT_MAX = 100;

    private final Telling telling;
    private final CatalogData data;
    private final Letter letter;
    private final Map<UUID, Instant> ended;
    private final String word;
    private final boolean markdown;
    private final int listRoom;

    private TellingValues(
            Telling telling,
            CatalogData data,
            Letter letter,
            Map<UUID, Instant> ended,
            String word,
            boolean markdown,
            int listRoom) {
        this.telling = telling;
        this.data = data;
        this.letter = letter;
        this.ended = ended;
        this.word = word;
        this.markdown = markdown;
        this.listRoom = listRoom;
    }

    /** For where Discord formats the text. */
    static TellingValues markdown(
            Telling telling,
            CatalogData data,
            Letter letter,
            Map<UUID, Instant> ended,
            String word,
            int listRoom) {
        return new TellingValues(telling, data, letter, ended, word, true, listRoom);
    }

    /** For where Discord shows the text as it is. */
    TellingValues plain() {
        return new TellingValues(telling, data, letter, ended, word, false, 0);
    }

    @Override
    public String apply(Value value) {
        Event event = telling.first();
        return switch (value.placeholder()) {
            case EVENT -> word;
            case PRODUCT -> text(name(data.product()), NAME_MAX);
            case VARIANT -> variant();
            case OPTIONS -> telling.isSingle() && data.variant() != null ? options() : "";
            case OPTION -> option(value.argument());
            case PRICE -> Prices.range(prices(), currency());
            case WAS -> Prices.range(pricesBefore(), currency());
            case GONE -> common(telling.events().stream().map(VariantLines::gone).toList());
            case COUNT -> Integer.toString(count());
            case VARIANTS -> list();
            case VENDOR -> text(data.product().vendor(), TEXT_MAX);
            case TYPE -> text(data.product().type(), TEXT_MAX);
            case LABEL -> text(common(labels()), TEXT_MAX);
            case URL -> link(url());
            case CART -> link(cart());
            case SITE -> text(event.source().site(), TEXT_MAX);
            case MONITOR -> text(event.source().monitor(), TEXT_MAX);
            case LATENCY -> Elapsed.words(Duration.between(event.time(), letter.sentAt()));
        };
    }

    /** The product's title, or its id. */
    static String name(Product product) {
        String title = product.title() == null ? "" : DiscordText.plain(product.title());
        return title.isEmpty() ? "product " + product.id() : title;
    }

    private String text(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        return markdown ? DiscordText.escaped(text, max) : DiscordText.plain(text, max);
    }

    private String link(@Nullable HttpUrl url) {
        if (url == null) {
            return "";
        }
        return markdown ? Links.inMarkdown(url) : url.toString();
    }

    private List<Variant> variants() {
        List<Variant> variants = new ArrayList<>(data.variants());
        for (Event event : telling.events()) {
            if (event.data() instanceof CatalogData each && each.variant() != null) {
                variants.add(each.variant());
            }
        }
        return variants;
    }

    private int count() {
        return Math.max(1, variants().size());
    }

    private String variant() {
        Variant variant = data.variant();
        if (!telling.isSingle()) {
            return telling.events().size() + " variants";
        }
        if (variant == null || VariantLines.NO_CHOICE.equals(variant.title())) {
            return "";
        }
        return text(variant.title(), TEXT_MAX);
    }

    private String options() {
        List<String> options = new ArrayList<>();
        for (Variant variant : variants()) {
            variant.options()
                    .forEach((name, value) -> {
                        if (!value.equals(VariantLines.NO_CHOICE)) {
                            options.add(name + " " + value);
                        }
                    });
        }
        return text(String.join(" · ", options), NAME_MAX);
    }

    private String option(String wanted) {
        Set<String> found = new LinkedHashSet<>();
        for (Variant variant : variants()) {
            variant.options()
                    .forEach((name, value) -> {
                        if (name.strip().equalsIgnoreCase(wanted)
                                && !value.equals(VariantLines.NO_CHOICE)) {
                            found.add(value);
                        }
                    });
        }
        return text(String.join(", ", found), TEXT_MAX);
    }

    private List<String> prices() {
        List<String> prices = new ArrayList<>();
        for (Variant variant : variants()) {
            if (variant.price() != null) {
                prices.add(variant.price());
            }
        }
        return prices;
    }

    /** That of one product's prices is the same for all. */
    private @Nullable String currency() {
        List<Variant> variants = variants();
        return variants.isEmpty() ? null : variants.getFirst().currency();
    }

    private List<String> pricesBefore() {
        List<String> prices = new ArrayList<>();
        for (Event event : telling.events()) {
            if (event.data() instanceof CatalogData each
                    && each.variant() != null
                    && each.before() != null
                    && each.before().price() != null
                    && !Prices.was(each.variant(), each.before()).isEmpty()) {
                prices.add(each.before().price());
            }
        }
        return prices;
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Event event : telling.events()) {
            labels.add(
                    event.data() instanceof CatalogData each && each.label() != null
                            ? each.label()
                            : "");
        }
        return labels;
    }

    /** What all say; empty if they say different things. */
    private static String common(List<String> values) {
        String first = values.getFirst();
        return values.stream().allMatch(first::equals) ? first : "";
    }

    private String list() {
        if (listRoom <= 0) {
            return "";
        }
        List<String> lines =
                data.variants().isEmpty()
                        ? VariantLines.of(
                                telling, letter.style(telling.first().source()).fields(), ended)
                        : VariantLines.ofNew(data.variants());
        return VariantLines.within(lines, listRoom);
    }

    /** Where the title leads: the product, with the variant chosen if there is but one. */
    @Nullable HttpUrl url() {
        HttpUrl url = Links.of(data.product().url());
        Variant variant = data.variant();
        return url == null || variant == null ? url : Links.ofVariant(url, variant.id());
    }

    private @Nullable HttpUrl cart() {
        Variant variant = data.variant();
        if (variant == null || !telling.isSingle() || ended.containsKey(telling.first().id())) {
            return null;
        }
        return EmbedRenderer.isBuyable(telling.first().type(), variant)
                ? Links.of(variant.cartUrl())
                : null;
    }
}
