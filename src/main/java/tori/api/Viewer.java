package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.Notice;

/** Says what of the live data somebody may see. Stateless, any thread. */
final class Viewer {

    private Viewer() {}

    /** Who asks to see it; null after the request was answered because nobody may. */
    static @Nullable Caller of(Exchange exchange) {
        // Where anybody may look, all of it is for everybody's eyes.
        Caller caller = exchange.maySeeAll() ? Caller.OPERATOR : exchange.caller();
        if (caller == null) {
            exchange.fail(401, ErrorKind.UNAUTHORISED, "log in to see this");
        }
        return caller;
    }

    /** What programs told tori has no monitor, whatever site it seems to come from. */
    static boolean sees(Caller caller, Event event) {
        return event.data() instanceof Notice
                ? caller.admin()
                : caller.maySee(event.source().site());
    }
}
