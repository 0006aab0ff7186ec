package tori.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What is to be replayed.
 *
 * @param folder of recorded feeds, of a monitor's recording, or of the recordings of several
 * @param config the settings to replay with; null for those of the recording
 * @param monitor {@code SITE/MONITOR} whose recording and settings are meant; null for the only one
 * @param why whether to print what was found and what became of it, instead of the events
 */
public record ReplayOrder(
        Path folder, @Nullable Path config, @Nullable String monitor, boolean why) {}
