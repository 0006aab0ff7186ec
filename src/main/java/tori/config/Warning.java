package tori.config;

/**
 * Something in a valid configuration that its author should know.
 *
 * @param place where
 * @param message what it is and what to do. Holds no secret.
 */
public record Warning(Place place, String message) {

    /** {@code FILE:LINE:COL: path.to.key: message}. */
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
