package tori.warc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes down what monitors fetched. Polls are handed over without waiting; one thread, {@code
 * tori-recorder}, compresses and writes them. What does not fit between the two is dropped and
 * counted: neither a poll nor an alert waits for a disk.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** A minute of polls of a busy daemon; a disk that is behind by more is too slow. */
    private static final int MAX_WAITING_POLLS = 1_024;

    /** What all polls under way and waiting may hold; a large catalogue has some megabytes. */
    private static final long MAX_WAITING_BYTES = 64L << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    /** How often the thread looks whether it is to end. */
    private static final long LOOK_MILLIS = 100;

    /**
     * A poll to be written.
     *
     * @param poll makes it of what was gathered, on the recorder's thread
     * @param reservedBytes what is given back to the budget afterwards
     */
    record Job(Track track, SegmentFiles files, Supplier<RecordedPoll> poll, long reservedBytes) {}

    private final Meters meters;
    private final NanoClock clock;
    private final InstantSource wall;
    private final WarcPolls format;
    private final Budget budget = new Budget(MAX_WAITING_BYTES);
    private final ArrayBlockingQueue<Job> waiting = new ArrayBlockingQueue<>(MAX_WAITING_POLLS);
    private final Thread thread;
    private final Object lifecycle = new Object();

    /** The thread's own: what keeps it from writing somewhere, by folder. */
    private final Map<Path, String> troubles = new HashMap<>();

    private volatile boolean closed;
    private volatile long stopAtNanos;

    /**
     * Nothing runs before the first recording is opened.
     *
     * @param ids names what is written
     * @param software with its version, for whoever reads the files
     */
    public Recorder(
            Meters meters, NanoClock clock, InstantSource wall, UuidV7 ids, String software) {
        this.meters = meters;
        this.clock = clock;
        this.wall = wall;
        this.format = new WarcPolls(ids, software);
        this.thread = Thread.ofPlatform().name("tori-recorder").daemon().unstarted(this::run);
    }

    /** The recording of a monitor that has not looked at anything yet. Any thread. */
    public MonitorRecording open(
            MonitorId id, MonitorRecording.Sources sources, RecordingSettings settings) {
        synchronized (lifecycle) {
            if (thread.getState() == Thread.State.NEW && !closed) {
                thread.start();
            }
        }
        SegmentFiles files = new SegmentFiles(id, settings, wall);
        return new MonitorRecording(
                id,
                sources,
                settings,
                this,
                new Track(clock),
                files,
                new MonitorRecording.Clocks(wall, clock));
    }

    Budget budget() {
        return budget;
    }

    /** Takes over a poll, or drops it. Any thread; never waits. */
    void offer(Job job) {
        if (closed || !waiting.offer(job)) {
            budget.giveBack(job.reservedBytes());
            job.track().lost();
            dropped();
        }
    }

    /** A poll is not written down. */
    void dropped() {
        meters.recorded("dropped");
    }

    private void run() {
        while (true) {
            try {
                Job job = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (job != null) {
                    write(job);
                } else if (closed) {
                    return;
                }
                if (closed && clock.nanoTime() - stopAtNanos >= 0) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                meters.loopFailed("recorder");
                LOG.error("The recorder failed at a poll and goes on.", e);
            }
        }
    }

    private void write(Job job) {
        try {
            if (job.files().append(job.poll().get(), format)) {
                job.track().written();
                if (job.files().isFull()) {
                    job.track().full();
                }
                recovered(job.files().directory());
                meters.recorded("written");
            } else {
                job.track().lost();
                dropped();
            }
        } catch (IOException e) {
            job.track().failed();
            troubled(job.files().directory(), e);
            meters.recorded("failed");
        } finally {
            budget.giveBack(job.reservedBytes());
        }
    }

    private void troubled(Path directory, IOException e) {
        String words = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (troubles.put(directory, words) == null) {
            LOG.warn(
                    "Nothing can be recorded in {} ({}). Polls and alerts go on; it is tried again"
                            + " now and then, and what is missing is counted.",
                    directory,
                    words);
        }
    }

    private void recovered(Path directory) {
        if (!troubles.isEmpty() && troubles.remove(directory) != null) {
            LOG.info("Polls are recorded in {} again.", directory);
        }
    }

    /** Writes what waits, for half a second at most; what is left is dropped and counted. */
    @Override
    public void close() {
        stopAtNanos = clock.nanoTime() + CLOSE_TIMEOUT.toNanos();
        synchronized (lifecycle) {
            closed = true;
            if (thread.getState() == Thread.State.NEW) {
                return;
            }
        }
        try {
            if (!thread.join(CLOSE_TIMEOUT.plusMillis(2 * LOOK_MILLIS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
            dropped();
        }
    }
}
