package tori.warc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where one monitor's recording goes and how much of it is kept.
 *
 * @param directory below which each site and monitor has a folder
 * @param maxBytes the most the monitor's folder holds, but for the last poll
 * @param maxAge what is older by an eighth of this is deleted
 * @param config the monitor's settings, as a configuration of its own
 */
public record RecordingSettings(Path directory, long maxBytes, Duration maxAge, String config) {}
