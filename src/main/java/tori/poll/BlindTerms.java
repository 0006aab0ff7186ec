package tori.poll;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * When a monitor counts as blind. Shared by all monitors configured alike.
 *
 * @param openAfter after how many polls in a row without a usable answer; 0 for never, and then
 *     nothing is told or remembered about it
 * @param ids gives events their ids; any thread
 */
public record BlindTerms(int openAfter, Supplier<UUID> ids) {

    /** Nobody is told. */
    public static final BlindTerms NEVER = new BlindTerms(0, UUID::randomUUID);

    public BlindTerms {
        if (openAfter < 0) {
            throw new IllegalArgumentException("needs openAfter >= 0");
        }
    }
}
