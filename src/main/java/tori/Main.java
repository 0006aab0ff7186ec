package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.cli.ExitStatus;
import tori.cli.ToriCommand;
import tori.config.Config;
import tori.config.LoadResult;
import tori.config.LogConfig;
import tori.config.Warning;
import tori.store.StoreException;
import tori.telemetry.Logging;
import tori.time.SystemClocks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** The lifecycle: load, build, start, wait, stop. Runs on the main thread. */
public final class Main {

    /** Two seconds: what the slowest command takes that looks at a store at rest. */
    private static final int MAX_OPENINGS = 10;

    private static final Duration BETWEEN_OPENINGS = Duration.ofMillis(200);

    private Main() {}

    public static void main(String[] args) {
        StandardOutput output = StandardOutput.install();
        int status = ToriCommand.execute(new Commands(), Version::line, args);
        String problem = output.problem();
        if (problem != null && status == ExitStatus.OK) {
            System.err.println(
                    "tori: the result could not be written to standard output: " + problem);
            status = ExitStatus.FAILED;
        }
        System.exit(status);
    }

    /** The daemon: from a configuration file to the exit status. */
    static int run(Path file) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(
                new Collapse(() -> Runtime.getRuntime().halt(ExitStatus.COLLAPSED)));
        Thread.ofPlatform().daemon().name("tori-warm-up").start(new WarmUp());
        CountDownLatch stop = new CountDownLatch(1);
        // Beside the configuration: both go deep into the JDK, which takes its time.
        Thread jvm = Thread.ofPlatform().daemon().name("tori-jvm").start(() -> prepareJvm(stop));
        LoadResult result = ConfigFile.load(file);
        jvm.join();
        if (result instanceof LoadResult.Loaded loaded) {
            return run(file, loaded, stop);
        }
        result.problems().forEach(System.err::println);
        return ExitStatus.USAGE;
    }

    private static void prepareJvm(CountDownLatch stop) {
        Signals.on("TERM", stop::countDown);
        Signals.on("INT", stop::countDown);
        NameCache.forgetFailures();
    }

    private static int run(Path file, LoadResult.Loaded loaded, CountDownLatch stop)
            throws InterruptedException {
        Config config = loaded.config();
        Future<?> tls = WarmUp.tls(config);
        Logging.configure(
                config.log().format() == LogConfig.Format.JSON, config.log().level().name());
        Logger log = LoggerFactory.getLogger(Main.class);
        for (Warning warning : loaded.warnings()) {
            log.warn("{}", warning);
        }
        Tori tori;
        try {
            tori = open(loaded, file);
        } catch (IOException e) {
            System.err.println("tori: " + e.getMessage());
            return ExitStatus.FAILED;
        }
        Signals.on("HUP", tori::requestReload);
        // For ends that no signal announces, such as System.exit by the launcher's watch.
        Runtime.getRuntime().addShutdownHook(new Thread(tori::stop, "tori-exit"));
        try {
            tori.start();
            WarmUp.require(tls);
            stop.await();
        } catch (IllegalArgumentException e) {
            System.err.println(file + ": " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (IOException e) {
            System.err.println("tori: " + e.getMessage());
            return ExitStatus.FAILED;
        } finally {
            tori.stop();
        }
        return ExitStatus.OK;
    }

    /** A command may have the store for a moment, or a tori that is just ending. */
    private static Tori open(LoadResult.Loaded loaded, Path file)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return Tori.open(loaded, file);
            } catch (StoreException e) {
                if (!e.isInUse() || attempt == MAX_OPENINGS) {
                    throw e;
                }
                SystemClocks.sleeper().sleep(BETWEEN_OPENINGS.toNanos());
            }
        }
    }
}
