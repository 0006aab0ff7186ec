package tori.config;

import org.jspecify.annotations.Nullable;

/**
 * What a level of the file says about recording.
 *
 * @param config where to; null for nowhere, whatever the levels above say
 */
record RecordChoice(@Nullable RecordConfig config) {

    /** Nothing is recorded. */
    static final RecordChoice OFF = new RecordChoice(null);
}
