package tori.account;

import java.time.Duration;

/** What became of somebody who showed a password. */
public sealed interface Login {

    /** It was the right one: here is a token. */
    record Accepted(Account account, Token token) implements Login {}

    /** There is no such user, or it was the wrong one: nobody is told which. */
    record Wrong() implements Login {}

    /** The password to come cannot be one. */
    record Invalid(String why) implements Login {}

    /** The user's name has become the name of a site, which is not theirs. */
    record Suspended() implements Login {}

    /** Too often, from there or with this name. */
    record TooMany(Duration pause) implements Login {}
}
