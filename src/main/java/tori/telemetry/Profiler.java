package tori.telemetry;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

import one.profiler.AsyncProfiler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.time.SystemClocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/**
 * Takes profiles of this process, one at a time. The calling thread waits until the profile is
 * written; interrupting it ends the profile. Thread-safe.
 */
public final class Profiler {

    private static final Logger LOG = LoggerFactory.getLogger(Profiler.class);

    /** The longest profile: its data piles up on the disk. */
    public static final Duration MAX_LENGTH = Duration.ofMinutes(10);

    /** The shortest profile. */
    public static final Duration MIN_LENGTH = Duration.ofSeconds(1);

    /** A recording of busy minutes is some 100 MB; beyond this the oldest part of it goes. */
    private static final long MAX_RECORDING_BYTES = 512L << 20;

    private final Path directory;
    private final Semaphore one = new Semaphore(1);

    /**
     * @param directory where {@code tori.jfc} is looked for
     */
    public Profiler(Path directory) {
        this.directory = directory;
    }

    /** How a flame graph is written. */
    public enum Format {
        /** A page to look at in a browser. */
        HTML,
        /** One stack per line, for other programs. */
        COLLAPSED
    }

    /**
     * Records with Flight Recorder, by the settings of {@code tori.jfc} or, where there is none,
     * the JDK's {@code profile}.
     *
     * @param length {@link #MIN_LENGTH} to {@link #MAX_LENGTH}
     * @param target the file to write; replaced if it is there
     * @throws ProfileException if another profile is being taken or the settings are wrong
     */
    public void record(Duration length, Path target) throws IOException, InterruptedException {
        requireLength(length);
        acquire();
        try (Recording recording = new Recording(settings())) {
            recording.setName("tori");
            recording.setMaxSize(MAX_RECORDING_BYTES);
            recording.start();
            SystemClocks.sleeper().sleep(length.toNanos());
            recording.stop();
            recording.dump(target);
        } finally {
            one.release();
        }
    }

    private Configuration settings() throws IOException {
        Path own = directory.resolve("tori.jfc");
        try {
            return Files.isReadable(own)
                    ? Configuration.create(own)
                    : Configuration.getConfiguration("profile");
        } catch (ParseException e) {
            throw new ProfileException(
                    own + " is not a file of Flight Recorder settings: " + e.getMessage(),
                    false,
                    e);
        }
    }

    /**
     * Samples with async-profiler. Where the machine gives no access to its performance counters,
     * as in most virtual machines, CPU time is sampled by timers instead.
     *
     * @param length {@link #MIN_LENGTH} to {@link #MAX_LENGTH}
     * @param target the file to write; replaced if it is there
     * @throws ProfileException if another profile is being taken or this platform cannot
     */
    public void sample(ProfileEvent event, Duration length, Format format, Path target)
            throws IOException, InterruptedException {
        requireLength(length);
        if (target.toString().contains(",")) {
            // async-profiler separates its options by commas.
            throw new ProfileException(
                    target + " has a comma in its name; choose another name", false, null);
        }
        acquire();
        try {
            onPlatformThread(() -> {
                sampleHere(event, length, format, target);
                return null;
            });
        } finally {
            one.release();
        }
    }

    private static void sampleHere(ProfileEvent event, Duration length, Format format, Path target)
            throws IOException, InterruptedException {
        AsyncProfiler profiler = load();
        start(profiler, event);
        try {
            SystemClocks.sleeper().sleep(length.toNanos());
        } finally {
            String kind = format == Format.HTML ? "flamegraph" : "collapsed";
            execute(profiler, "stop,loglevel=none," + kind + ",file=" + target);
        }
    }

    /** async-profiler finds its way into the JVM by the thread that loads it: no virtual one. */
    private static void onPlatformThread(Callable<@Nullable Void> work)
            throws IOException, InterruptedException {
        FutureTask<@Nullable Void> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().name("tori-profiler").daemon().start(task);
        try {
            task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("profiling failed", e);
            }
        }
    }

    private static AsyncProfiler load() throws ProfileException {
        try {
            return AsyncProfiler.getInstance();
        } catch (IllegalStateException | UnsatisfiedLinkError e) {
            throw new ProfileException(
                    "async-profiler does not run on this machine ("
                            + e.getMessage()
                            + "); take a Flight Recorder profile instead",
                    false,
                    e);
        }
    }

    private static void start(AsyncProfiler profiler, ProfileEvent event) throws IOException {
        List<String> ways =
                event == ProfileEvent.CPU
                        ? List.of("cpu", "ctimer", "itimer")
                        : List.of(event.optionName());
        ProfileException failure =
                new ProfileException("async-profiler knows no way to sample this", false, null);
        for (String way : ways) {
            try {
                // Its own log would go to stdout, which is for results.
                execute(profiler, "start,loglevel=none,event=" + way);
                LOG.info("profiling {} by async-profiler's {}", event.optionName(), way);
                return;
            } catch (ProfileException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static void execute(AsyncProfiler profiler, String command) throws IOException {
        try {
            profiler.execute(command);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ProfileException(
                    "async-profiler refused \"" + command + "\": " + e.getMessage(), false, e);
        }
    }

    private static void requireLength(Duration length) {
        if (length.compareTo(MIN_LENGTH) < 0 || length.compareTo(MAX_LENGTH) > 0) {
            throw new IllegalArgumentException("a profile takes 1 to 600 seconds, not " + length);
        }
    }

    private void acquire() throws ProfileException {
        if (!one.tryAcquire()) {
            throw new ProfileException(
                    "another profile is being taken; wait until it is done", true, null);
        }
    }
}
