package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import tori.config.MessageField;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Variant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Lists variants, one to a line. Stateless; any thread. */
final class VariantLines {

    private static final int NAME_MAX = 100;

    /** What Shopify calls the variant, and its option, of a product that has no choices. */
    static final String NO_CHOICE = "Default Title";

    private VariantLines() {}

    /** The variants of a new product. */
    static List<String> ofNew(List<Variant> variants) {
        List<String> lines = new ArrayList<>();
        for (Variant variant : variants) {
            lines.add(line(variant));
        }
        return lines;
    }

    private static String line(Variant variant) {
        StringBuilder line = new StringBuilder(name(variant));
        add(line, Prices.shown(variant.price(), variant.currency()));
        if (Boolean.FALSE.equals(variant.available())) {
            add(line, "sold out");
        } else {
            addCart(line, variant);
        }
        return line.toString();
    }

    /**
     * What befell the variants of a product.
     *
     * @param fields what is shown of each
     * @param ended when what an event told came to its end, by the event's id
     */
    static List<String> of(Telling telling, Set<MessageField> fields, Map<UUID, Instant> ended) {
        List<String> lines = new ArrayList<>();
        for (Event event : telling.events()) {
            if (event.data() instanceof CatalogData data && data.variant() != null) {
                lines.add(line(event, data, data.variant(), fields, ended.get(event.id())));
            }
        }
        return lines;
    }

    private static String line(
            Event event,
            CatalogData data,
            Variant variant,
            Set<MessageField> fields,
            @Nullable Instant endedAt) {
        StringBuilder line = new StringBuilder("**").append(byOption(variant)).append("**");
        if (data.label() != null) {
            add(line, DiscordText.escaped(data.label(), NAME_MAX));
        }
        if (endedAt != null) {
            line.insert(0, "~~").append("~~");
            add(line, lower(soldOut(event, endedAt)));
            return line.toString();
        }
        if (fields.contains(MessageField.PRICE)) {
            add(line, Prices.both(variant, data.before()));
        }
        if (fields.contains(MessageField.GONE)) {
            String gone = gone(event);
            add(line, gone.isEmpty() ? "" : "gone for " + gone);
        }
        if (fields.contains(MessageField.CART) && EmbedRenderer.isBuyable(event.type(), variant)) {
            addCart(line, variant);
        }
        return line.toString();
    }

    /** How long something could not be bought that now can; empty if that is not known. */
    static String gone(Event event) {
        return event.type() == EventType.RESTOCKED ? sinceBefore(event) : "";
    }

    /** How long something was as it is no more; empty if that is not known. */
    static String sinceBefore(Event event) {
        return event.data() instanceof CatalogData data
                        && data.before() != null
                        && data.before().since() != null
                ? Elapsed.words(Duration.between(data.before().since(), event.time()))
                : "";
    }

    /** That what an event told has come to its end, and after how long. */
    static String soldOut(Event event, Instant endedAt) {
        String after = Elapsed.words(Duration.between(event.time(), endedAt));
        return after.isEmpty() ? "Sold out" : "Sold out after " + after;
    }

    private static String lower(String words) {
        return "s" + words.substring(1);
    }

    /** Such as {@code Size 10 · Color Moss}; the variant's title if it has no options. */
    static String byOption(Variant variant) {
        StringBuilder name = new StringBuilder();
        variant.options()
                .forEach((option, value) -> {
                    String both = DiscordText.escaped(option + " " + value, NAME_MAX);
                    if (!value.equals(NO_CHOICE) && name.length() + both.length() <= NAME_MAX) {
                        add(name, both);
                    }
                });
        return name.isEmpty() ? name(variant) : name.toString();
    }

    private static String name(Variant variant) {
        String title = variant.title() == null ? "" : variant.title();
        String shown = DiscordText.escaped(title, NAME_MAX);
        return shown.isEmpty() ? "variant " + variant.id() : shown;
    }

    private static void addCart(StringBuilder line, Variant variant) {
        HttpUrl cart = Links.of(variant.cartUrl());
        if (cart != null) {
            add(line, "[cart](" + Links.inMarkdown(cart) + ")");
        }
    }

    private static void add(StringBuilder line, String text) {
        if (!text.isEmpty()) {
            line.append(line.isEmpty() ? "" : " · ").append(text);
        }
    }

    /** As many lines as have room together, and how many more there are. */
    static String within(List<String> lines, int room) {
        StringBuilder block = new StringBuilder();
        int shown = 0;
        for (String line : lines) {
            int rest = lines.size() - shown - 1;
            // A later "… and N more" must still fit once this line is in.
            int reserved = rest == 0 ? 0 : more(rest).length() + 1;
            int separator = block.isEmpty() ? 0 : 1;
            if (block.length() + separator + line.length() + reserved > room) {
                break;
            }
            block.append(separator == 0 ? "" : "\n").append(line);
            shown++;
        }
        int left = lines.size() - shown;
        if (left > 0 && block.length() + 1 + more(left).length() <= room) {
            block.append(block.isEmpty() ? "" : "\n").append(more(left));
        }
        return block.toString();
    }

    private static String more(int count) {
        return "… and " + count + " more";
    }
}
