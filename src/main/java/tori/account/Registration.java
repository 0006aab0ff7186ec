package tori.account;

import java.time.Duration;

/** What became of somebody who registers. */
public sealed interface Registration {

    /** There is an account for them. */
    record Registered(Account account) implements Registration {}

    /** The name or the password will not do. */
    record Refused(AccountChange.Refused refusal) implements Registration {}

    /** Nobody may register here. */
    record Closed() implements Registration {}

    /** Too many have tried from there. */
    record TooMany(Duration pause) implements Registration {}
}
