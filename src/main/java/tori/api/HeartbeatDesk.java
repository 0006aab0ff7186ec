package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

/** Takes pushes. Thread-safe; does not block. */
public interface HeartbeatDesk {

    /** What becomes of a push. */
    enum Receipt {
        /** It counts. */
        TAKEN,
        /** Nobody waits for it. */
        UNKNOWN,
        /** It does not show what it must. */
        REFUSED
    }

    /**
     * A push.
     *
     * @param monitor which monitor it is for
     * @param trusted whether it comes from a program on this machine
     * @param token what it shows; null if that is nothing
     * @param well whether it says that all is well
     * @param words what it says beside that; may be empty
     */
    record Push(
            MonitorId monitor,
            boolean trusted,
            @Nullable String token,
            boolean well,
            String words) {

        /** Without the token: it is a secret. */
        @Override
        public String toString() {
            return "push to " + monitor;
        }
    }

    /** Takes it over. */
    Receipt push(Push push);
}
