package tori.model;

import org.jspecify.annotations.Nullable;

/** What happened; the {@code type} of an event on the wire. */
public enum EventType {
    PRODUCT_NEW("tori.product.new"),
    PRODUCT_REMOVED("tori.product.removed"),
    VARIANT_NEW("tori.variant.new"),
    VARIANT_REMOVED("tori.variant.removed"),
    RESTOCKED("tori.variant.restocked"),
    SOLD_OUT("tori.variant.sold_out"),
    PRICE_CHANGED("tori.variant.price_changed"),
    /** The store's password page went up. */
    STORE_LOCKED("tori.store.locked"),
    /** The store's password page went down. */
    STORE_UNLOCKED("tori.store.unlocked"),
    /** The monitor has had no usable answer for several polls. */
    MONITOR_BLIND("tori.monitor.blind"),
    /** A blind monitor has a usable answer again. */
    MONITOR_RECOVERED("tori.monitor.recovered"),
    /** Something does not work, that is certain now. */
    INCIDENT_OPENED("tori.incident.opened"),
    /** It still does not work. */
    INCIDENT_REMINDED("tori.incident.reminded"),
    /** It works again. */
    INCIDENT_CLOSED("tori.incident.closed"),
    /** A push that was due did not come. */
    HEARTBEAT_MISSED("tori.heartbeat.missed"),
    /** Pushes come again. */
    HEARTBEAT_RESUMED("tori.heartbeat.resumed"),
    /** A delivery became a dead letter, the first of its destination. */
    DELIVERY_FAILED("tori.delivery.failed"),
    /** Plain words that a caller of the API wants delivered. */
    NOTICE("tori.notice"),
    /** Sent by {@code notify-test} only; no monitor raises it. */
    TEST("tori.test");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name used on the wire, for example {@code tori.variant.restocked}. */
    public String wireName() {
        return wireName;
    }

    /**
     * The type that undoes this one: a queued event is worth nothing once its opposite about the
     * same subject has been seen. Null where nothing undoes it.
     */
    public @Nullable EventType opposite() {
        return switch (this) {
            case PRODUCT_NEW -> PRODUCT_REMOVED;
            case PRODUCT_REMOVED -> PRODUCT_NEW;
            case VARIANT_NEW -> VARIANT_REMOVED;
            case VARIANT_REMOVED -> VARIANT_NEW;
            case RESTOCKED -> SOLD_OUT;
            case SOLD_OUT -> RESTOCKED;
            case STORE_LOCKED -> STORE_UNLOCKED;
            case STORE_UNLOCKED -> STORE_LOCKED;
            case MONITOR_BLIND -> MONITOR_RECOVERED;
            case MONITOR_RECOVERED -> MONITOR_BLIND;
            case PRICE_CHANGED,
                    INCIDENT_OPENED,
                    INCIDENT_REMINDED,
                    INCIDENT_CLOSED,
                    HEARTBEAT_MISSED,
                    HEARTBEAT_RESUMED,
                    DELIVERY_FAILED,
                    NOTICE,
                    TEST ->
                    null;
        };
    }

    /** Whether it must arrive, where the user has not said otherwise. */
    public boolean isGuaranteed() {
        return switch (this) {
            case STORE_LOCKED,
                    STORE_UNLOCKED,
                    MONITOR_BLIND,
                    MONITOR_RECOVERED,
                    INCIDENT_OPENED,
                    INCIDENT_REMINDED,
                    INCIDENT_CLOSED,
                    HEARTBEAT_MISSED,
                    HEARTBEAT_RESUMED,
                    DELIVERY_FAILED,
                    NOTICE ->
                    true;
            case PRODUCT_NEW,
                    PRODUCT_REMOVED,
                    VARIANT_NEW,
                    VARIANT_REMOVED,
                    RESTOCKED,
                    SOLD_OUT,
                    PRICE_CHANGED,
                    TEST ->
                    false;
        };
    }

    /** The type with this wire name, or null where there is none. */
    public static @Nullable EventType ofWireName(String wireName) {
        for (EventType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }
}
