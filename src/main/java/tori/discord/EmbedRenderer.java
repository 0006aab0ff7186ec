package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Notice;
import tori.model.PriceText;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Turns one event into one embed of bounded length; used by one thread and thrown away.
 *
 * <p>What matters most to somebody who wants to buy is placed first, so that it is what stays when
 * room is short: title, price, cart link, options, vendor, then the list of variants.
 */
final class EmbedRenderer {

    private static final int TITLE_MAX = 256;
    private static final int FOOTER_MAX = 100;
    private static final int LABEL_MAX = 200;
    private static final int VARIANT_TITLE_MAX = 100;
    private static final int PRICE_MAX = 40;

    /** What Shopify calls the variant, and its option, of a product that has no choices. */
    private static final String NO_CHOICE = "Default Title";

    private final Event event;
    private final EmbedDraft draft;

    private EmbedRenderer(Event event, int maxLength) {
        this.event = event;
        this.draft = new EmbedDraft(maxLength);
    }

    /**
     * The event's embed.
     *
     * @param maxLength what all its texts may have together; at least 600
     */
    static Embed render(Event event, int maxLength) {
        return new EmbedRenderer(event, maxLength).render();
    }

    private Embed render() {
        draft.footer(DiscordText.plain(event.source().toString(), FOOTER_MAX));
        return switch (event.data()) {
            case Notice notice -> notice(notice);
            case CatalogData catalog -> catalog(catalog);
            case StoreAccess access -> StoreAccessEmbed.render(event, access, draft);
        };
    }

    private Embed notice(Notice notice) {
        draft.title(word());
        for (String line : (Iterable<String>) notice.text().lines()::iterator) {
            if (draft.lineRoom() < 1) {
                break;
            }
            draft.line(DiscordText.escaped(line, draft.lineRoom()));
        }
        return draft.build(null, color(), null, event.time());
    }

    private Embed catalog(CatalogData data) {
        Product product = data.product();
        Variant variant = data.variant();
        String title = word(data) + ": " + name(product);
        if (variant != null) {
            title += choice(variant);
        }
        draft.title(DiscordText.escaped(title, TITLE_MAX));
        if (data.label() != null) {
            draft.line(DiscordText.escaped(data.label(), LABEL_MAX));
        }
        if (variant != null) {
            variant(variant, data.before());
        }
        if (product.vendor() != null) {
            draft.field("Vendor", DiscordText.escaped(product.vendor(), Embed.VALUE_MAX), true);
        }
        variants(data);
        HttpUrl url = Links.of(product.url());
        if (url != null && variant != null) {
            url = Links.ofVariant(url, variant.id());
        }
        return draft.build(url, color(), Links.of(product.image()), event.time());
    }

    private void variant(Variant variant, @Nullable Before before) {
        String price = price(variant, before);
        if (!price.isEmpty()) {
            draft.field("Price", price, true);
        }
        HttpUrl cart = isBuyable(variant) ? Links.of(variant.cartUrl()) : null;
        if (cart != null) {
            draft.link("Cart", "[Add to cart](" + Links.inMarkdown(cart) + ")");
        }
        for (Map.Entry<String, String> option : variant.options().entrySet()) {
            if (!option.getValue().equals(NO_CHOICE)) {
                draft.field(
                        DiscordText.escaped(option.getKey(), Embed.NAME_MAX),
                        DiscordText.escaped(option.getValue(), Embed.VALUE_MAX),
                        true);
            }
        }
    }

    private void variants(CatalogData data) {
        int shown = 0;
        int all = data.variants().size();
        for (Variant variant : data.variants()) {
            int rest = all - shown - 1;
            // A later "… and N more" must still fit once this line is in.
            int reserved = rest == 0 ? 0 : more(rest).length() + 1;
            if (!draft.lineIfRoom(variantLine(variant), reserved)) {
                break;
            }
            shown++;
        }
        if (shown < all) {
            draft.lineIfRoom(more(all - shown), 0);
        }
    }

    private static String more(int count) {
        return "… and " + count + " more";
    }

    private static String variantLine(Variant variant) {
        StringBuilder line = new StringBuilder();
        String title = variant.title() == null ? "" : variant.title();
        String shown = DiscordText.escaped(title, VARIANT_TITLE_MAX);
        line.append(shown.isEmpty() ? "variant " + variant.id() : shown);
        String price = price(variant, null);
        if (!price.isEmpty()) {
            line.append(" · ").append(price);
        }
        if (Boolean.FALSE.equals(variant.available())) {
            line.append(" · sold out");
        }
        HttpUrl cart =
                Boolean.FALSE.equals(variant.available()) ? null : Links.of(variant.cartUrl());
        if (cart != null) {
            line.append(" · [cart](").append(Links.inMarkdown(cart)).append(")");
        }
        return line.toString();
    }

    private boolean isBuyable(Variant variant) {
        return switch (event.type()) {
            case SOLD_OUT, VARIANT_REMOVED, PRODUCT_REMOVED -> false;
            case PRODUCT_NEW,
                    VARIANT_NEW,
                    STORE_LOCKED,
                    STORE_UNLOCKED,
                    RESTOCKED,
                    PRICE_CHANGED,
                    DELIVERY_FAILED,
                    NOTICE,
                    TEST ->
                    !Boolean.FALSE.equals(variant.available());
        };
    }

    private static String price(Variant variant, @Nullable Before before) {
        String now = shownPrice(variant.price(), variant.currency());
        String was = before == null ? "" : shownPrice(before.price(), variant.currency());
        if (was.isEmpty() || was.equals(now)) {
            return now;
        }
        return now.isEmpty() ? "was " + was : now + " (was " + was + ")";
    }

    private static String shownPrice(@Nullable String price, @Nullable String currency) {
        return DiscordText.escaped(PriceText.of(price, currency), PRICE_MAX);
    }

    private static String name(Product product) {
        String title = product.title() == null ? "" : DiscordText.plain(product.title());
        return title.isEmpty() ? "product " + product.id() : title;
    }

    private static String choice(Variant variant) {
        String title = variant.title() == null ? "" : DiscordText.plain(variant.title());
        return title.isEmpty() || title.equals(NO_CHOICE) ? "" : " · " + title;
    }

    private String word(CatalogData data) {
        if (event.type() != EventType.PRICE_CHANGED
                || data.variant() == null
                || data.before() == null) {
            return word();
        }
        BigDecimal now = number(data.variant().price());
        BigDecimal was = number(data.before().price());
        if (now == null || was == null) {
            return word();
        }
        return now.compareTo(was) < 0 ? "Price drop" : "Price rise";
    }

    private static @Nullable BigDecimal number(@Nullable String price) {
        if (price == null || price.length() > PRICE_MAX) {
            return null;
        }
        try {
            return new BigDecimal(price);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String word() {
        return switch (event.type()) {
            case PRODUCT_NEW -> "New product";
            case PRODUCT_REMOVED -> "Removed";
            case VARIANT_NEW -> "New variant";
            case VARIANT_REMOVED -> "Variant removed";
            case RESTOCKED -> "Restocked";
            case SOLD_OUT -> "Sold out";
            case PRICE_CHANGED -> "Price changed";
            case STORE_LOCKED -> "Store locked";
            case STORE_UNLOCKED -> "Store unlocked";
            case DELIVERY_FAILED -> "Delivery failed";
            case NOTICE -> "Notice";
            case TEST -> "Test message";
        };
    }

    private int color() {
        return switch (event.type()) {
            case PRODUCT_NEW, VARIANT_NEW -> 0x3498DB;
            case RESTOCKED -> 0x2ECC71;
            case SOLD_OUT -> 0xE74C3C;
            case PRICE_CHANGED -> 0xF1C40F;
            case PRODUCT_REMOVED, VARIANT_REMOVED -> 0x607D8B;
            case STORE_LOCKED -> StoreAccessEmbed.LOCKED;
            case STORE_UNLOCKED -> StoreAccessEmbed.UNLOCKED;
            case DELIVERY_FAILED -> 0xE74C3C;
            case NOTICE -> 0x3498DB;
            case TEST -> 0x9B59B6;
        };
    }
}
