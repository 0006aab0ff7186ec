package tori.delivery;

/** There is no delivery of this number (any more). */
public final class NoSuchDeliveryException extends Exception {

    private static final long serialVersionUID = 1L;

    public NoSuchDeliveryException(long id) {
        super("there is no delivery " + id);
    }
}
