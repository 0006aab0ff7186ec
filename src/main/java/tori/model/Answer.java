package tori.model;

/**
 * What a destination answered to one request, as far as people want to see it.
 *
 * @param status the HTTP status; 0 where there was none
 * @param excerpt the beginning of the body in one line, without secrets, at most {@link
 *     #MAX_EXCERPT} characters
 */
public record Answer(int status, String excerpt) {

    /** Enough for an error message and what surrounds it. */
    public static final int MAX_EXCERPT = 500;

    /** No answer, or none worth showing. */
    public static final Answer NONE = new Answer(0, "");
}
