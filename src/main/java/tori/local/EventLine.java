package tori.local;

import org.jspecify.annotations.Nullable;

import tori.model.Before;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.DurationWords;
import tori.model.Event;
import tori.model.EventType;
import tori.model.IncidentReport;
import tori.model.Notice;
import tori.model.PriceText;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes an event as a line to read: time, what, where, which, price, address. Immutable, any
 * thread.
 *
 * <p>Stores write the texts, so nothing in them may steer a terminal: controls and invisible
 * formatting are removed.
 */
final class EventLine {

    private static final String NO_CHOICE = "Default Title";
    private static final String GAP = "  ";
    private static final int WORD_WIDTH = 15;
    private static final String RESET = "\u001b[0m";

    private final boolean colours;
    private final DateTimeFormatter time;

    EventLine(boolean colours, ZoneId zone) {
        this.colours = colours;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    String of(Event event) {
        StringJoiner line = new StringJoiner(GAP);
        line.add(time.format(event.time()));
        line.add(word(event.type()));
        line.add(plain(event.source().toString()));
        switch (event.data()) {
            case Notice notice -> {
                if (notice.title() != null) {
                    line.add(plain(notice.title()));
                }
                line.add(plain(notice.text()));
            }
            case CatalogData catalog -> catalog(line, event.type(), catalog);
            case StoreAccess access -> access(line, event.time(), access);
            case Blindness blindness -> blindness(line, event.time(), blindness);
            case IncidentReport incident -> incident(line, event, incident);
        }
        return line.toString();
    }

    private static void access(StringJoiner line, Instant now, StoreAccess access) {
        if (access.since() != null) {
            String lasted = DurationWords.between(access.since(), now);
            line.add((access.locked() ? "was open for " : "was locked for ") + lasted);
        }
        line.add(plain(access.url()));
    }

    private static void blindness(StringJoiner line, Instant now, Blindness blindness) {
        Duration lasted = blindness.lasted();
        String span =
                lasted == null
                        ? DurationWords.between(blindness.since(), now)
                        : DurationWords.between(now.minus(lasted), now);
        line.add((lasted == null ? "for " : "was blind for ") + span);
        line.add(plain(blindness.detail()));
    }

    private static void incident(StringJoiner line, Event event, IncidentReport incident) {
        Duration lasted = incident.duration();
        if (lasted != null) {
            String words = DurationWords.between(event.time().minus(lasted), event.time());
            boolean over =
                    event.type() == EventType.INCIDENT_CLOSED
                            || event.type() == EventType.HEARTBEAT_RESUMED;
            line.add((over ? "was down for " : "for ") + words);
        }
        if (incident.unwatched()) {
            line.add("no longer watched");
        }
        line.add(plain(incident.cause()));
        line.add(plain(incident.detail()));
    }

    private static void catalog(StringJoiner line, EventType type, CatalogData data) {
        Product product = data.product();
        Variant variant = data.variant();
        String name = plain(product.title());
        if (name.isEmpty()) {
            name = "product " + product.id();
        }
        String choice = variant == null ? "" : choice(variant);
        line.add(choice.isEmpty() ? name : name + " · " + choice);
        String label = plain(data.label());
        if (!label.isEmpty()) {
            line.add("(" + label + ")");
        }
        if (!data.variants().isEmpty()) {
            line.add(variants(data));
        }
        String price = variant == null ? "" : price(variant, data.before());
        if (!price.isEmpty()) {
            line.add(price);
        }
        String address = address(type, product, variant);
        if (!address.isEmpty()) {
            line.add(address);
        }
    }

    private static String variants(CatalogData data) {
        long available =
                data.variants().stream().filter(v -> Boolean.TRUE.equals(v.available())).count();
        int all = data.variants().size();
        return all + (all == 1 ? " variant, " : " variants, ") + available + " available";
    }

    private static String choice(Variant variant) {
        StringJoiner options = new StringJoiner(" / ");
        for (Map.Entry<String, String> option : variant.options().entrySet()) {
            if (!option.getValue().equals(NO_CHOICE)) {
                options.add((plain(option.getKey()) + " " + plain(option.getValue())).strip());
            }
        }
        if (!variant.options().isEmpty()) {
            return options.toString();
        }
        String title = plain(variant.title());
        return title.equals(NO_CHOICE) ? "" : title;
    }

    private static String price(Variant variant, @Nullable Before before) {
        String now = plain(PriceText.of(variant.price(), variant.currency()));
        String was = before == null ? "" : plain(PriceText.of(before.price(), variant.currency()));
        return was.isEmpty() || was.equals(now) ? now : was + " → " + now;
    }

    private static String address(EventType type, Product product, @Nullable Variant variant) {
        return switch (type) {
            case SOLD_OUT, VARIANT_REMOVED, PRODUCT_REMOVED -> plain(product.url());
            case PRODUCT_NEW,
                    STORE_LOCKED,
                    STORE_UNLOCKED,
                    MONITOR_BLIND,
                    MONITOR_RECOVERED,
                    INCIDENT_OPENED,
                    INCIDENT_REMINDED,
                    INCIDENT_CLOSED,
                    HEARTBEAT_MISSED,
                    HEARTBEAT_RESUMED,
                    VARIANT_NEW,
                    RESTOCKED,
                    PRICE_CHANGED,
                    DELIVERY_FAILED,
                    NOTICE,
                    TEST -> {
                boolean buyable = variant != null && !Boolean.FALSE.equals(variant.available());
                String cart = variant == null ? "" : plain(variant.cartUrl());
                yield buyable && !cart.isEmpty() ? cart : plain(product.url());
            }
        };
    }

    private String word(EventType type) {
        String name = type.name().replace('_', ' ');
        String padded = name + " ".repeat(Math.max(0, WORD_WIDTH - name.length()));
        return colours ? colour(type) + padded + RESET : padded;
    }

    private static String colour(EventType type) {
        return switch (type) {
            case RESTOCKED -> "\u001b[1;32m";
            case PRODUCT_NEW, VARIANT_NEW -> "\u001b[36m";
            case SOLD_OUT -> "\u001b[31m";
            case PRICE_CHANGED -> "\u001b[33m";
            case PRODUCT_REMOVED, VARIANT_REMOVED -> "\u001b[90m";
            case STORE_LOCKED -> "\u001b[1;33m";
            case STORE_UNLOCKED, MONITOR_RECOVERED, INCIDENT_CLOSED, HEARTBEAT_RESUMED ->
                    "\u001b[1;32m";
            case MONITOR_BLIND, INCIDENT_OPENED, INCIDENT_REMINDED, HEARTBEAT_MISSED ->
                    "\u001b[1;31m";
            case DELIVERY_FAILED -> "\u001b[31m";
            case NOTICE, TEST -> "\u001b[35m";
        };
    }

    /** The text on one line, without anything that a terminal would obey. */
    private static String plain(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(EventLine::isShown)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.FORMAT -> c == 0x200D || c == 0x200C;
            default -> true;
        };
    }
}
