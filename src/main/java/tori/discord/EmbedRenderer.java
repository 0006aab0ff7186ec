package tori.discord;

import okhttp3.HttpUrl;

import tori.config.MessageConfig;
import tori.config.MessageField;
import tori.config.MessageTemplate;
import tori.config.Placeholder;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.IncidentReport;
import tori.model.Notice;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns what is told together into one embed of bounded length; used by one thread and thrown away.
 *
 * <p>What matters most to somebody who wants to buy is placed first, so that it is what stays when
 * room is short: title, price, cart link, options, vendor, then the list of variants.
 */
final class EmbedRenderer {

    private static final int TITLE_MAX = 256;
    private static final int FOOTER_MAX = 120;
    private static final int SOURCE_MAX = 70;
    private static final int LABEL_MAX = 200;

    /** The cause of an incident that opens as no push came. */
    private static final String MISSED = "missed";

    /** Less of a line says nothing. */
    private static final int LINE_MIN = 40;

    /** What it takes to say how many lines are left out. */
    private static final int REST_MAX = 30;

    /** What a list within a text of the user's may have, so that the text itself has room. */
    private static final int LIST_MAX = 3_000;

    /** The bar of a message that is of interest no more. */
    private static final int ENDED_COLOR = 0x95A5A6;

    private static final MessageTemplate TITLE =
            MessageTemplate.parse("{event}: {product} · {variant}");

    private final Telling telling;
    private final Event event;
    private final Letter letter;
    private final MessageConfig style;
    private final Map<UUID, Instant> ended;
    private final EmbedDraft draft;

    private EmbedRenderer(Telling telling, Letter letter, Map<UUID, Instant> ended, int maxLength) {
        this.telling = telling;
        this.event = telling.first();
        this.letter = letter;
        this.style = letter.style(event.source());
        this.ended = ended;
        this.draft = new EmbedDraft(maxLength);
    }

    /**
     * The embed.
     *
     * @param letter the message it belongs to
     * @param ended when what an event told came to its end, by the event's id
     * @param maxLength what all its texts may have together; at least 400
     */
    static Embed render(Telling telling, Letter letter, Map<UUID, Instant> ended, int maxLength) {
        return new EmbedRenderer(telling, letter, ended, maxLength).render();
    }

    /** The plain text the user wants above the embeds; empty for none. */
    static String content(Telling telling, Letter letter, int maxLength) {
        return new EmbedRenderer(telling, letter, Map.of(), maxLength).content(maxLength);
    }

    private Embed render() {
        return switch (event.data()) {
            case Notice notice -> notice(notice);
            case CatalogData catalog -> catalog(catalog);
            case StoreAccess access -> access(access);
            case Blindness blindness -> blindness(blindness);
            case IncidentReport report -> incident(report);
        };
    }

    private Embed notice(Notice notice) {
        draft.footer(ownFooter());
        String title = notice.title();
        draft.title(title == null ? word() : DiscordText.escaped(title, TITLE_MAX));
        List<String> lines = notice.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            int room = draft.lineRoom() - (last ? 0 : REST_MAX);
            if (room < 1 || (i > 0 && room < LINE_MIN)) {
                draft.line("… and " + (lines.size() - i) + " more lines");
                break;
            }
            draft.line(DiscordText.escaped(lines.get(i), room));
        }
        int color = notice.alarm() ? IncidentEmbed.DOWN : color();
        return draft.build(null, color, null, false, event.time());
    }

    private Embed access(StoreAccess access) {
        draft.footer(ownFooter());
        return StoreAccessEmbed.render(event, access, draft);
    }

    private Embed blindness(Blindness blindness) {
        draft.footer(ownFooter());
        return BlindnessEmbed.render(event, blindness, draft);
    }

    private Embed incident(IncidentReport report) {
        draft.footer(ownFooter());
        // A push that says that something failed was not missed.
        boolean said = event.type() == EventType.HEARTBEAT_MISSED && !report.cause().equals(MISSED);
        String word = report.unwatched() ? "No longer watched" : said ? "Failed" : word();
        return IncidentEmbed.render(event, report, word, draft);
    }

    /** Who saw it, and how soon it was sent. */
    private String ownFooter() {
        String source = DiscordText.plain(event.source().toString(), SOURCE_MAX);
        String latency = Elapsed.words(Duration.between(event.time(), letter.sentAt()));
        return latency.isEmpty() || event.type() == EventType.TEST
                ? source
                : source + " · sent " + latency + " after it was seen";
    }

    private Embed catalog(CatalogData data) {
        TellingValues values = TellingValues.markdown(telling, data, letter, ended, word(data), 0);
        footer(values);
        draft.title(title(values));
        boolean all = ended.keySet().containsAll(telling.events().stream().map(Event::id).toList());
        if (all && telling.isSingle()) {
            draft.line(
                    "**"
                            + VariantLines.soldOut(
                                    event, ended.getOrDefault(event.id(), event.time()))
                            + "**");
        }
        description(data);
        if (telling.isSingle() && data.variant() != null) {
            fields(data, data.variant(), all);
        }
        vendor(data.product());
        lists(data);
        HttpUrl image =
                style.image() == MessageConfig.Image.NONE ? null : Links.of(data.product().image());
        int color = all ? ENDED_COLOR : style.color() == null ? color() : style.color();
        return draft.build(
                values.url(),
                color,
                image,
                style.image() == MessageConfig.Image.LARGE,
                event.time());
    }

    private void footer(TellingValues values) {
        if (style.footer() == null) {
            draft.footer(ownFooter());
        } else {
            String written = String.join(" ", Filling.lines(style.footer(), values.plain()));
            draft.footer(DiscordText.plain(written, FOOTER_MAX));
        }
    }

    private String title(TellingValues values) {
        if (style.title() != null) {
            String written =
                    DiscordText.cut(
                            String.join(" ", Filling.lines(style.title(), values)), TITLE_MAX);
            if (!DiscordText.plain(written).isEmpty()) {
                return written;
            }
        }
        return DiscordText.cut(String.join(" ", Filling.lines(TITLE, values)), TITLE_MAX);
    }

    private void description(CatalogData data) {
        if (style.description() == null) {
            if (telling.isSingle() && data.label() != null) {
                draft.line(DiscordText.escaped(data.label(), LABEL_MAX));
            }
            return;
        }
        String blank = "";
        for (String line : filled(style.description(), data, draft.lineRoom())) {
            if (line.isEmpty()) {
                blank += "\n";
            } else {
                draft.line(blank + line);
                blank = "";
            }
        }
    }

    private String content(int maxLength) {
        MessageTemplate template = style.content();
        if (template == null || !(event.data() instanceof CatalogData data)) {
            return "";
        }
        StringBuilder content = new StringBuilder();
        for (String line : filled(template, data, maxLength)) {
            if (content.length() + 1 + line.length() <= maxLength) {
                content.append(content.isEmpty() ? "" : "\n").append(line);
            }
        }
        return DiscordText.plain(content.toString()).isEmpty() ? "" : content.toString();
    }

    /** A text of the user's; of what is too long, a list loses lines and prose its end. */
    private List<String> filled(MessageTemplate template, CatalogData data, int room) {
        List<String> lines = filled(template, data);
        if (template.asksFor(Placeholder.VARIANTS)) {
            int rest = lines.stream().mapToInt(line -> line.length() + 1).sum();
            TellingValues values =
                    TellingValues.markdown(
                            telling,
                            data,
                            letter,
                            ended,
                            word(data),
                            Math.min(LIST_MAX, room - rest));
            lines = Filling.lines(template, values);
        }
        if (DiscordText.plain(String.join("", lines)).isEmpty()) {
            return List.of();
        }
        return lines.stream()
                .map(line -> line.indexOf('\n') < 0 ? DiscordText.cut(line, room) : line)
                .toList();
    }

    /** Without lists. */
    private List<String> filled(MessageTemplate template, CatalogData data) {
        return Filling.lines(
                template, TellingValues.markdown(telling, data, letter, ended, word(data), 0));
    }

    private void fields(CatalogData data, Variant variant, boolean over) {
        if (style.fields().contains(MessageField.PRICE)) {
            draft.field("Price", Prices.both(variant, data.before()), true);
        }
        if (style.fields().contains(MessageField.CART) && !over) {
            HttpUrl cart = isBuyable(event.type(), variant) ? Links.of(variant.cartUrl()) : null;
            if (cart != null) {
                draft.link("Cart", "[Add to cart](" + Links.inMarkdown(cart) + ")");
            }
        }
        if (style.fields().contains(MessageField.GONE)) {
            draft.field(
                    event.type() == EventType.RESTOCKED ? "Gone for" : "Available for",
                    VariantLines.sinceBefore(event),
                    true);
        }
        if (style.fields().contains(MessageField.OPTIONS)) {
            options(variant);
        }
    }

    private void options(Variant variant) {
        variant.options()
                .forEach((name, value) -> {
                    if (!value.equals(VariantLines.NO_CHOICE)) {
                        draft.field(
                                DiscordText.escaped(name, Embed.NAME_MAX),
                                DiscordText.escaped(value, Embed.VALUE_MAX),
                                true);
                    }
                });
    }

    private void vendor(Product product) {
        if (style.fields().contains(MessageField.VENDOR) && product.vendor() != null) {
            draft.field("Vendor", DiscordText.escaped(product.vendor(), Embed.VALUE_MAX), true);
        }
    }

    /** What there are several of, unless the user has placed the list himself. */
    private void lists(CatalogData data) {
        MessageTemplate own = style.description();
        if (own != null && own.asksFor(Placeholder.VARIANTS)) {
            return;
        }
        if (!telling.isSingle()) {
            draft.line(
                    VariantLines.within(
                            VariantLines.of(telling, style.fields(), ended), draft.lineRoom()));
        } else if (!data.variants().isEmpty()) {
            draft.line(VariantLines.within(VariantLines.ofNew(data.variants()), draft.lineRoom()));
        }
    }

    /** Whether there is anything to put into a cart. */
    static boolean isBuyable(EventType type, Variant variant) {
        return switch (type) {
            case SOLD_OUT, VARIANT_REMOVED, PRODUCT_REMOVED -> false;
            case PRODUCT_NEW,
                    VARIANT_NEW,
                    STORE_LOCKED,
                    STORE_UNLOCKED,
                    MONITOR_BLIND,
                    MONITOR_RECOVERED,
                    INCIDENT_OPENED,
                    INCIDENT_REMINDED,
                    INCIDENT_CLOSED,
                    HEARTBEAT_MISSED,
                    HEARTBEAT_RESUMED,
                    RESTOCKED,
                    PRICE_CHANGED,
                    DELIVERY_FAILED,
                    NOTICE,
                    TEST ->
                    !Boolean.FALSE.equals(variant.available());
        };
    }

    private String word(CatalogData data) {
        int direction = event.type() == EventType.PRICE_CHANGED ? Telling.direction(data) : 0;
        if (direction == 0) {
            return word();
        }
        return direction < 0 ? "Price drop" : "Price rise";
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
            case MONITOR_BLIND -> "Blind";
            case MONITOR_RECOVERED -> "Sees again";
            case INCIDENT_OPENED -> "Down";
            case INCIDENT_REMINDED -> "Still down";
            case INCIDENT_CLOSED -> "Up again";
            case HEARTBEAT_MISSED -> "Heartbeat missed";
            case HEARTBEAT_RESUMED -> "Heartbeat is back";
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
            case MONITOR_BLIND -> BlindnessEmbed.BLIND;
            case MONITOR_RECOVERED -> BlindnessEmbed.RECOVERED;
            case INCIDENT_OPENED, INCIDENT_REMINDED, HEARTBEAT_MISSED -> IncidentEmbed.DOWN;
            case INCIDENT_CLOSED, HEARTBEAT_RESUMED -> IncidentEmbed.UP;
            case DELIVERY_FAILED -> 0xE74C3C;
            case NOTICE -> 0x3498DB;
            case TEST -> 0x9B59B6;
        };
    }
}
