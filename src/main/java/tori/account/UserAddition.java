package tori.account;

/** What became of a new user in the store. */
public sealed interface UserAddition {

    /** It is kept. */
    record Added(User user) implements UserAddition {}

    /** Another has the name, perhaps in letters of another case. */
    record NameTaken() implements UserAddition {}

    /** It was to be the first user, and there is one. */
    record NotFirst() implements UserAddition {}
}
