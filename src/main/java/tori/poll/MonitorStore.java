package tori.poll;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps monitors that were added while tori runs. Thread-safe. What changes something completes
 * once it would survive a power failure; cancelling the future takes back what has not begun.
 */
public interface MonitorStore {

    /**
     * All there are, those added first first. Blocks for the disk.
     *
     * @throws IOException with a sentence for the user
     */
    List<StoredMonitor> monitors() throws IOException, InterruptedException;

    /**
     * Adds one, which begins without anything that one of its name may have left behind.
     *
     * @return whether it was added; false if there is one of that name or id
     */
    CompletableFuture<Boolean> add(StoredMonitor monitor);

    /**
     * Puts a changed one in the place of the version before it.
     *
     * @return whether that was there
     */
    CompletableFuture<Boolean> change(StoredMonitor monitor);

    /**
     * Deletes one.
     *
     * @param forget whether to delete what it remembers too, and to close its open incident; closed
     *     ones stay as long as others do. Not if another of its name is watched in its place.
     * @param now when its incident closes
     * @return whether it was there
     */
    CompletableFuture<Boolean> remove(UUID id, boolean forget, Instant now);
}
