package tori.config;

/** What a check does when it is sent elsewhere. */
public enum RedirectPolicy {
    /** It goes wherever it is sent, a bounded number of times. */
    FOLLOW,
    /** The redirect is the answer. */
    NONE,
    /** It goes on within the host; a redirect to another one is the answer. */
    SAME_HOST
}
