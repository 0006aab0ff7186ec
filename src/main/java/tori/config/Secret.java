package tori.config;

/**
 * Text that must reach no log, error or answer; prints as {@code ***}.
 *
 * @param value the text itself
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
