package tori.network;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/**
 * A monitor leads to an address that it may not ask. The message goes on after the host's name; it
 * says what kind of address it is and not which, as that would tell about the network inside.
 */
public final class FencedAddressException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    /** Causes of causes; a longer chain is a circle. */
    private static final int MAX_DEPTH = 16;

    /**
     * @param kind of address, such as {@code a loopback address}
     */
    FencedAddressException(String kind) {
        super(words(kind));
    }

    /** What is wrong with a host whose address may not be asked, to go on after its name. */
    public static String words(String kind) {
        return "leads to "
                + kind
                + ", which monitors added over the API may ask only if server.allow_private names"
                + " it";
    }

    /** The one behind a failure, or beside it where several addresses were tried; null if none. */
    public static @Nullable FencedAddressException in(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
            if (each instanceof FencedAddressException found) {
                return found;
            }
            for (Throwable beside : each.getSuppressed()) {
                if (beside instanceof FencedAddressException found) {
                    return found;
                }
            }
            each = each.getCause();
        }
        return null;
    }
}
