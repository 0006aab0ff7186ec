package tori.check;

/**
 * It is tori that could not look, within the time there was; the message says why, of an answer
 * that is named before.
 */
final class CannotLookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotLookException(String words) {
        super(words);
    }
}
