package tori.check;

/** How far a check has come. */
enum Stage {
    /** The name is being looked up. */
    RESOLVING,
    /** A connection is being made. */
    CONNECTING,
    /** The handshake is under way. */
    SECURING,
    /** The request was sent, or is being. */
    ASKING,
    /** The head of the answer is there. */
    READING
}
