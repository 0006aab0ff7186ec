package tori.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** A proxy did not open a connection to a site. The message is for users and holds no secret. */
final class TunnelException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    /** Causes of causes; a longer chain is a circle. */
    private static final int MAX_DEPTH = 16;

    /** Who is to blame. */
    enum Fault {
        /** The proxy, whichever site it was asked for. */
        PROXY,
        /** The proxy lets nobody, or not us, through to this site. */
        REFUSED,
        /** The proxy or the site: it says, or seems, not to reach it. */
        UNCLEAR
    }

    private final Fault fault;

    /**
     * @param words what the proxy did, such as {@code refused the connection}
     */
    TunnelException(Fault fault, String words, @Nullable Throwable cause) {
        super(words, cause);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** The one that this failure came from; null if it came from elsewhere. */
    static @Nullable TunnelException in(IOException failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof TunnelException tunnel) {
                return tunnel;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
