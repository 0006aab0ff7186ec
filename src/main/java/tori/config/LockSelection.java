package tori.config;

/** What {@code events:} of a password page's monitor may select. */
public enum LockSelection {
    /** The password page went up. */
    LOCKED,
    /** The password page went down. */
    UNLOCKED
}
