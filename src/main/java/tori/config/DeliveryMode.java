package tori.config;

/** Which lane a destination's events take. */
public enum DeliveryMode {
    /** By the type of the event; catalogue events go the freshest lane. */
    AUTO,
    /** Bounded, newest first. */
    FRESHEST,
    /** Written down first, in order, until it has arrived. */
    GUARANTEED
}
