package tori.account;

/** What became of something that was to be done about an account. */
public sealed interface AccountChange {

    /** It is done. */
    record Done(Account account) implements AccountChange {}

    /**
     * It is not.
     *
     * @param why a sentence for the user
     */
    record Refused(Reason reason, String why) implements AccountChange {}

    /** Why something is not done. */
    enum Reason {
        /** The name or the password cannot be one. */
        INVALID,
        /** The name belongs to another. */
        TAKEN,
        /** There is no such user. */
        UNKNOWN
    }
}
