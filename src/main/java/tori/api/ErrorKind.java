package tori.api;

/** Kinds of failure a client tells apart. */
enum ErrorKind {
    NOT_FOUND("not_found"),
    INVALID_INPUT("invalid_input"),
    UNAUTHORISED("unauthorised"),
    CONFLICT("conflict"),
    INTERNAL("internal");

    final String wireName;

    ErrorKind(String wireName) {
        this.wireName = wireName;
    }
}
