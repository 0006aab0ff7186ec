package tori.cli;

/** What is to be done about users. */
public sealed interface UserOrder {

    /** Whether somebody is to be asked for a password. */
    default boolean needsPassword() {
        return switch (this) {
            case Adding _, ChangingPassword _ -> true;
            case Listing _ -> false;
        };
    }

    /** Add one. */
    record Adding(String name, boolean admin) implements UserOrder {}

    /**
     * Show all, those added first first.
     *
     * @param json whether for programs
     */
    record Listing(boolean json) implements UserOrder {}

    /** Give one another password. */
    record ChangingPassword(String name) implements UserOrder {}
}
