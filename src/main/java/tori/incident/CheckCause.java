package tori.incident;

/** Kinds of failure, told apart because somebody else must mend each. */
public enum CheckCause {
    /** The name could not be resolved, or not to what was expected. */
    DNS,
    /** Refused, reset, unreachable, cut off. */
    CONNECT,
    /** The certificate or the handshake failed, or the certificate ends too soon. */
    TLS,
    /** Took longer than the timeout. */
    TIMEOUT,
    /** Another status than was expected. */
    STATUS,
    /** It works, but slower than allowed. */
    LATENCY,
    /** The answer does not hold what it should. */
    CONTENT,
    /** A push that was due did not come. */
    MISSED,
    /** Not asked: it leads to an address that this monitor may not ask. */
    FORBIDDEN
}
