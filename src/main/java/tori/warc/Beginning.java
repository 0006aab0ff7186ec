package tori.warc;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a file of a recording begins with, so that it can be read without those before it.
 *
 * @param cause why it is a new file
 * @param config the monitor's settings, as a configuration of its own
 * @param state what the monitor knew before the poll, by key; null for nothing
 */
public record Beginning(Cause cause, String config, @Nullable Map<Long, byte[]> state) {

    /** Why a file begins. */
    public enum Cause {
        /** The monitor is a new one: tori was started, or its settings changed. */
        START,
        /** The file before was large or old enough; nothing is missing between the two. */
        ROTATED,
        /** Polls before could not be written down. */
        LOST
    }
}
