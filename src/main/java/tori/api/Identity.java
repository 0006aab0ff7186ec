package tori.api;

import org.jspecify.annotations.Nullable;

import tori.account.Session;

/** What is known of who asks. */
sealed interface Identity {

    /**
     * Somebody who is known.
     *
     * @param session what their token began; null for somebody who needs none
     */
    record Known(Caller caller, @Nullable Session session) implements Identity {}

    /** Nobody who is known. */
    record Nobody() implements Identity {}

    /**
     * Somebody who claims to be known and is not believed.
     *
     * @param status to answer with
     * @param why a sentence for them
     */
    record Disbelieved(int status, String why) implements Identity {}
}
