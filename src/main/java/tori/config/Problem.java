package tori.config;

/**
 * Why a configuration is not valid.
 *
 * @param place where
 * @param message what is wrong; what is allowed. Holds no secret.
 */
public record Problem(Place place, String message) {

    /** {@code FILE:LINE:COL: path.to.key: what is wrong; what is allowed}. */
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
