package tori.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * One monitor's settings as a configuration of its own, so that what was recorded can be looked at
 * with the settings of then: what it watches and what it tells, without destinations or anything
 * secret. JSON, which is YAML too. Stateless, any thread.
 */
public final class MonitorExcerpt {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MonitorExcerpt() {}

    /**
     * A configuration of this monitor alone, which {@link ConfigLoader} reads.
     *
     * @throws IllegalArgumentException if it is no monitor of a store; those alone are recorded
     */
    public static String json(MonitorConfig monitor) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode site = root.putArray("sites").addObject();
        site.put("name", plain(monitor.id().site()));
        site.put("url", plain(monitor.site()));
        ObjectNode keys = site.putArray("monitors").addObject();
        keys.put("name", plain(monitor.id().monitor()));
        switch (monitor.kind()) {
            case ShopifyConfig catalogue -> {
                keys.put("type", MonitorKeys.CATALOGUE);
                if (!catalogue.collections().isEmpty()) {
                    texts(keys.putArray("collection"), catalogue.collections());
                }
                if (catalogue.sitemapInterval() != null) {
                    keys.put("discover", "sitemap");
                    keys.put("discover_interval", DurationText.format(catalogue.sitemapInterval()));
                }
                alerts(keys, catalogue.alerts());
            }
            case ShopifyProductConfig product -> {
                keys.put("type", MonitorKeys.PRODUCT);
                keys.put("handle", plain(product.handle()));
                alerts(keys, product.alerts());
            }
            case ShopifyPasswordConfig door -> {
                keys.put("type", MonitorKeys.PASSWORD);
                events(keys, door.events());
            }
            case UptimeConfig _ ->
                    throw new IllegalArgumentException(monitor.id() + " is not recorded");
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private static void alerts(ObjectNode keys, AlertConfig alerts) {
        events(keys, alerts.events());
        keys.put("alert_on_first", alerts.alertOnFirst());
        if (alerts.guardShrink().isPresent()) {
            BigDecimal percent =
                    BigDecimal.valueOf(alerts.guardShrink().getAsDouble()).movePointRight(2);
            keys.putObject("guard")
                    .put("shrink", percent.stripTrailingZeros().toPlainString() + "%");
        } else {
            keys.put("guard", "off");
        }
        keys.put("cooldown", DurationText.format(alerts.cooldown()));
        match(keys, alerts.match());
        if (!alerts.labels().isEmpty()) {
            ObjectNode labels = keys.putObject("labels");
            alerts.labels().forEach((id, label) -> labels.put(id.toString(), plain(label)));
        }
    }

    private static void match(ObjectNode keys, MatchConfig match) {
        if (match.equals(MatchConfig.ALL)) {
            return;
        }
        ObjectNode written = keys.putObject("match");
        put(written, "keywords", match.keywords());
        if (!match.variants().isEmpty()) {
            ArrayNode ids = written.putArray("variants");
            match.variants().forEach(ids::add);
        }
        if (!match.options().isEmpty()) {
            ObjectNode options = written.putObject("options");
            match.options().forEach((name, values) -> texts(options.putArray(plain(name)), values));
        }
        if (match.priceMin() != null || match.priceMax() != null) {
            ObjectNode price = written.putObject("price");
            if (match.priceMin() != null) {
                price.put("min", new BigDecimal(match.priceMin().toPlainString()));
            }
            if (match.priceMax() != null) {
                price.put("max", new BigDecimal(match.priceMax().toPlainString()));
            }
        }
        put(written, "vendors", match.vendors());
        put(written, "types", match.types());
    }

    private static void put(ObjectNode written, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            texts(written.putArray(key), values);
        }
    }

    private static void events(ObjectNode keys, Set<? extends Enum<?>> events) {
        ArrayNode written = keys.putArray("events");
        events.forEach(event -> written.add(event.name().toLowerCase(Locale.ROOT)));
    }

    private static void texts(ArrayNode array, Collection<String> values) {
        values.forEach(value -> array.add(plain(value)));
    }

    /** Nothing in it may be taken for a variable. */
    private static String plain(String text) {
        return text.replace("${", "$${");
    }
}
