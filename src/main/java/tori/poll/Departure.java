package tori.poll;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What follows once the attempt of a removed poller has ended. Confined to the wheel's thread; a
 * monitor that is removed and added again and again while it runs has one.
 */
final class Departure {

    /** What is polled in its place; null if nothing is. */
    @Nullable Poller successor;

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1);

    /** Tells somebody, too. */
    void tell(@Nullable CompletableFuture<Void> gone) {
        if (gone != null) {
            waiting.add(gone);
        }
    }

    /** Nothing runs in its name any more. */
    void over() {
        waiting.forEach(gone -> gone.complete(null));
    }
}
