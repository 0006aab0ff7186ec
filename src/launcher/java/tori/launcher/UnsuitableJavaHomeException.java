package tori.launcher;

/** The Java that the user named cannot be used; the message is for the user. Any thread. */
final class UnsuitableJavaHomeException extends Exception {

    private static final long serialVersionUID = 1;

    UnsuitableJavaHomeException(String message) {
        super(message);
    }
}
