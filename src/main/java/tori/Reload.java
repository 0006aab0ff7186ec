package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.api.Reloader;
import tori.config.Config;
import tori.config.ConfigDifference;
import tori.config.LoadResult;
import tori.config.Problem;
import tori.config.Warning;
import tori.telemetry.Meters;
import tori.time.SystemClocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the configuration again and has only what changed swapped; a bad file changes nothing.
 * Holds the configuration in force. Asked by any thread; one reload at a time.
 */
final class Reload implements Reloader {

    /** Puts another configuration in force. */
    interface Target {

        /**
         * Swaps what differs, or nothing at all.
         *
         * @return why it was refused, each a sentence; empty if it is in force
         */
        List<String> swap(Config before, Config after, ConfigDifference difference);
    }

    /** What is watched beside what the file names. Called under the lock. */
    interface Beside {

        /** What a file comes to together with it, should it be put in force. */
        Prospect with(LoadResult.Loaded loaded);
    }

    /** A configuration that may be put in force. */
    interface Prospect {

        /** The whole of it. */
        Config config();

        /** It is in force. */
        void taken();
    }

    /** Changes what is watched beside the file. Called under the lock. */
    interface Change<T> {
        T run() throws IOException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /** Within what a stop may take altogether. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Path file;
    private final Meters meters;
    private final Target target;
    private final Beside beside;
    private final Headroom headroom = Headroom.ofThisJvm();
    private final ConfigWatch watch;
    private final Thread watcher;

    /** One reload at a time; who finds it taken is told so. */
    private final ReentrantLock reloading = new ReentrantLock();

    /** Of what is in force. Held for moments, and waited for. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Config config;

    /** From the start to the stop: before and after, there is nothing to swap parts in. */
    private volatile boolean open;

    /**
     * @param config the file's, and what is beside it
     */
    Reload(Path file, Config config, Meters meters, Target target, Beside beside) {
        this.beside = beside;
        this.file = file;
        this.config = config;
        this.meters = meters;
        this.target = target;
        this.watch = new ConfigWatch(file, this::reload, SystemClocks.sleeper());
        this.watcher = Thread.ofVirtual().name("watch " + file).unstarted(watch);
    }

    /** The configuration in force. */
    Config inForce() {
        return config;
    }

    /** Says that the first configuration is in force, and watches the file from now on. */
    void start() {
        meters.reloaded(true);
        open = true;
        watcher.start();
    }

    /**
     * Allows no reload any more and waits for one under way, but not for ever: it may hang in
     * reading the file.
     */
    void end() throws InterruptedException {
        open = false;
        watcher.interrupt();
        boolean ended = true;
        for (ReentrantLock held : List.of(reloading, lock)) {
            if (held.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                held.unlock();
            } else {
                ended = false;
            }
        }
        if (!ended) {
            LOG.warn("A reload of {} does not end; stopping without it", file);
        }
    }

    /** Reloads on a thread of its own, for those who may not wait. */
    void request() {
        Thread.ofVirtual()
                .name("reload")
                .start(() -> {
                    if (reload() instanceof Outcome.Busy busy) {
                        LOG.warn("Not reloaded: {}", busy.reason());
                    }
                });
    }

    @Override
    public Outcome reload() {
        if (!reloading.tryLock()) {
            return new Outcome.Busy("another reload is under way; try again");
        }
        try {
            if (!open) {
                return new Outcome.Busy("tori is starting or stopping");
            }
            watch.reading();
            String lack = headroom.lack(size());
            if (lack != null) {
                return leave(file + ": " + lack);
            }
            LoadResult read = ConfigFile.load(file);
            if (!open) {
                return new Outcome.Busy("tori is starting or stopping");
            }
            return switch (read) {
                case LoadResult.Invalid invalid ->
                        refuse(invalid.problems().stream().map(Problem::toString).toList());
                case LoadResult.Loaded loaded -> take(loaded);
            };
        } catch (RuntimeException e) {
            LOG.error("The reload failed; the new configuration may be in force in part", e);
            meters.reloaded(false);
            return new Outcome.Refused(List.of("a bug in tori, see its log: " + e));
        } catch (Error e) {
            // Such as no memory for a very large file: whoever watches must learn of it.
            LOG.error("The reload failed; the configuration before stays in force", e);
            meters.reloaded(false);
            throw e;
        } finally {
            reloading.unlock();
        }
    }

    private Outcome take(LoadResult.Loaded loaded) {
        for (Warning warning : loaded.warnings()) {
            LOG.warn("{}", warning);
        }
        lock.lock();
        try {
            Prospect prospect = beside.with(loaded);
            Config after = prospect.config();
            ConfigDifference difference = ConfigDifference.between(config, after);
            List<String> refusals = target.swap(config, after, difference);
            if (!refusals.isEmpty()) {
                return refuse(refusals.stream().map(refusal -> file + ": " + refusal).toList());
            }
            config = after;
            prospect.taken();
            meters.reloaded(true);
            String message = describe(difference);
            LOG.info("Reloaded: {}", message);
            return new Outcome.Done(message);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes what is watched beside the file, while nobody else changes anything.
     *
     * @throws IOException with a sentence if this is not the time for it
     */
    <T> T exclusively(Change<T> change) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!open) {
                throw new IOException("tori is starting or stopping");
            }
            return change.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the same file with something else beside it in force, within {@link #exclusively}.
     *
     * @throws IOException with a sentence if it is refused; then nothing has changed
     */
    void put(Config after) throws IOException {
        ConfigDifference difference = ConfigDifference.between(config, after);
        List<String> refusals = target.swap(config, after, difference);
        if (!refusals.isEmpty()) {
            throw new IOException(String.join("; ", refusals));
        }
        config = after;
        LOG.info("Changed over the API: {}", describe(difference));
    }

    /** Of the file; 0 if it cannot be told, for which reading it has the words. */
    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private Outcome leave(String why) {
        meters.reloaded(false);
        LOG.error("Not reloaded, the old configuration stays in force: {}", why);
        return new Outcome.Refused(List.of(why));
    }

    private Outcome refuse(List<String> problems) {
        meters.reloaded(false);
        LOG.error("The new configuration is not valid; the old one stays in force:");
        problems.forEach(problem -> LOG.error("{}", problem));
        return new Outcome.Refused(problems);
    }

    private static String describe(ConfigDifference difference) {
        List<String> words = new ArrayList<>();
        describe("monitors", difference.monitors(), words);
        describe("destinations", difference.destinations(), words);
        if (difference.http()) {
            words.add("http changed");
        }
        if (difference.messages()) {
            words.add("messages changed");
        }
        if (difference.statusPages()) {
            words.add("status pages changed");
        }
        if (difference.surroundings()) {
            words.add("dependencies or maintenance changed");
        }
        if (difference.server()) {
            words.add("server changed");
        }
        if (difference.log()) {
            words.add("log changed");
        }
        if (difference.alive()) {
            words.add("alive changed");
        }
        if (difference.store()) {
            words.add("store changed, which takes effect at the next start");
        }
        if (difference.profiling()) {
            words.add("profiling changed, which takes effect at the next start");
        }
        return words.isEmpty() ? "nothing changed" : String.join("; ", words);
    }

    private static void describe(
            String what, ConfigDifference.Changes<?> changes, List<String> words) {
        if (!changes.added().isEmpty()) {
            words.add(what + " added " + changes.added());
        }
        if (!changes.changed().isEmpty()) {
            words.add(what + " changed " + changes.changed());
        }
        if (!changes.removed().isEmpty()) {
            words.add(what + " removed " + changes.removed());
        }
    }
}
