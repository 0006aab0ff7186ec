package tori;

import org.jspecify.annotations.Nullable;

import tori.cli.ExitStatus;
import tori.cli.ReplayOrder;
import tori.config.Config;
import tori.config.MonitorConfig;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.PollResult;
import tori.shopify.Replay;
import tori.telemetry.Logging;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.warc.FolderNames;
import tori.warc.RecordingReader;
import tori.wire.EventJson;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code tori replay}: finds what is to be replayed. Runs on the main thread. */
final class ReplayRun {

    /** A site's folder, and a monitor's in it. */
    private static final int DEPTH = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Function<Path, @Nullable Config> configs;

    /**
     * @param configs reads a configuration; null, after saying why, if it is not valid
     */
    ReplayRun(PrintStream out, PrintStream err, Function<Path, @Nullable Config> configs) {
        this.out = out;
        this.err = err;
        this.configs = configs;
    }

    int run(ReplayOrder order) throws IOException, InterruptedException {
        Path folder = order.folder();
        if (!Files.isDirectory(folder)) {
            return refuse(
                    folder
                            + " is not a folder; give one that a monitor recorded in, or that holds"
                            + " 001.json, 002.json, …");
        }
        Logging.configure(false, "warn");
        MonitorConfig given = null;
        if (order.config() != null) {
            Config config = configs.apply(order.config());
            if (config == null) {
                return ExitStatus.USAGE;
            }
            Path recording = recording(order);
            MonitorId recorded = recording == null ? null : recorded(recording);
            String name = order.monitor() == null ? String.valueOf(recorded) : order.monitor();
            given =
                    config.monitors().stream()
                            .filter(each -> each.id().toString().equals(name))
                            .findFirst()
                            .orElse(null);
            if (given == null) {
                return refuse(
                        "there is no monitor "
                                + name
                                + " in "
                                + order.config()
                                + "; name one with --monitor: "
                                + config.monitors().stream().map(MonitorConfig::id).toList());
            }
        }
        Path recording = recording(order);
        if (recording != null) {
            return new RecordedReplay(out, err, order.why(), given).run(recording);
        }
        List<Path> others = recordings(folder);
        if (!others.isEmpty()) {
            return refuse(
                    folder
                            + " holds several recordings; give one of them: "
                            + String.join(", ", others.stream().map(Path::toString).toList()));
        }
        return order.why() || given != null
                ? refuse(
                        folder
                                + " holds no recording; --why, --config and --monitor are for what"
                                + " a monitor recorded")
                : feeds(folder);
    }

    private int refuse(String sentence) {
        err.println("tori: " + sentence);
        return ExitStatus.USAGE;
    }

    /** The folder of the recording that is meant; null if that is not clear. */
    private static @Nullable Path recording(ReplayOrder order) throws IOException {
        Path folder = order.folder();
        if (!RecordingReader.files(folder).isEmpty()) {
            return folder;
        }
        String[] names = order.monitor() == null ? new String[0] : order.monitor().split("/", 2);
        if (names.length == 2) {
            Path named = FolderNames.folder(folder, new MonitorId(names[0], names[1]));
            if (Files.isDirectory(named) && !RecordingReader.files(named).isEmpty()) {
                return named;
            }
        }
        List<Path> all = recordings(folder);
        return all.size() == 1 && names.length < 2 ? all.getFirst() : null;
    }

    private static List<Path> recordings(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder, DEPTH)) {
            return below.filter(ReplayRun::isRecording).sorted().toList();
        }
    }

    private static boolean isRecording(Path folder) {
        try {
            return Files.isDirectory(folder) && !RecordingReader.files(folder).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable MonitorId recorded(Path folder) throws IOException {
        try (RecordingReader reader = new RecordingReader(folder, damage -> {})) {
            var poll = reader.next();
            return poll == null ? null : poll.monitor();
        }
    }

    // ---- bodies of /products.json, one a file ----

    private int feeds(Path folder) throws IOException, InterruptedException {
        NanoClock clock = SystemClocks.monotonic();
        Path name = folder.toAbsolutePath().normalize().getFileName();
        try (PrometheusMeters meters = new PrometheusMeters(clock)) {
            Replay replay =
                    new Replay(
                            new MonitorId("replay", name == null ? "feed" : name.toString()),
                            null,
                            SystemClocks.wall(),
                            clock,
                            new UuidV7(SystemClocks.wall(), RandomSource.fresh()),
                            meters);
            int files = replay.run(folder, this::tell);
            return files == 0
                    ? refuse(folder + " holds no .json file and no recording; nothing to replay")
                    : ExitStatus.OK;
        }
    }

    private void tell(Replay.Step step) {
        for (Event event : step.events()) {
            out.writeBytes(EventJson.encode(event));
            out.println();
        }
        String found =
                switch (step.result()) {
                    case PollResult.Observed observed -> observed.events().size() + " events";
                    case PollResult.Unchanged _ -> "unchanged";
                    case PollResult.Doubted doubted -> "doubted: " + doubted.reason();
                    case PollResult.Failed failed -> "skipped: " + failed.detail();
                };
        err.println(
                step.file().getFileName()
                        + ": "
                        + step.look().products()
                        + " products, "
                        + step.look().variants()
                        + " variants, "
                        + step.look().available()
                        + " available; "
                        + found);
    }
}
