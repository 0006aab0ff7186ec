package tori;

import tori.cli.ExitStatus;
import tori.load.DiscordLoad;
import tori.load.DiscordLoadOrder;
import tori.load.DiscordLoadResult;
import tori.load.EventLoad;
import tori.load.EventLoadOrder;
import tori.load.EventLoadResult;
import tori.load.HttpLoad;
import tori.load.HttpLoadOrder;
import tori.load.HttpLoadResult;
import tori.load.LoadFolder;
import tori.time.SystemClocks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What {@code load} does: runs a load in a folder of its own and prints the result. */
final class Loads {

    private final PrintStream out;
    private final PrintStream err;

    Loads(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int http(HttpLoadOrder order, boolean json) throws IOException, InterruptedException {
        Path folder = LoadFolder.create();
        HttpLoadResult result =
                new HttpLoad(
                                itself(),
                                SystemClocks.monotonic(),
                                SystemClocks.wall(),
                                SystemClocks.sleeper(),
                                err)
                        .run(order, folder);
        LoadFolder.delete(folder);
        if (json) {
            out.println(result.json());
        } else {
            out.print(result.table());
        }
        return result.isComplete() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    int discord(DiscordLoadOrder order, boolean json) throws IOException, InterruptedException {
        Path folder = LoadFolder.create();
        DiscordLoadResult result =
                new DiscordLoad(itself(), SystemClocks.monotonic(), SystemClocks.sleeper(), err)
                        .run(order, folder);
        LoadFolder.delete(folder);
        return print(json ? result.json() : result.table(), result.isComplete());
    }

    int events(EventLoadOrder order, boolean json) throws IOException, InterruptedException {
        Path folder = LoadFolder.create();
        EventLoadResult result =
                new EventLoad(itself(), SystemClocks.monotonic(), SystemClocks.sleeper(), err)
                        .run(order, folder, "load-" + SystemClocks.wall().millis());
        LoadFolder.delete(folder);
        return print(json ? result.json() : result.table(), result.isComplete());
    }

    private int print(String result, boolean complete) {
        out.println(result.stripTrailing());
        return complete ? ExitStatus.OK : ExitStatus.FAILED;
    }

    /** This very Java and these very classes. */
    private static List<String> itself() {
        String java =
                Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath().toString();
        String classes = System.getProperty("java.class.path");
        boolean jar = !classes.contains(File.pathSeparator) && classes.endsWith(".jar");
        Path place = Path.of(classes.split(File.pathSeparator, 2)[0]).toAbsolutePath();
        return jar
                ? List.of(java, "-jar", place.toString())
                : List.of(java, "-cp", classes, "tori.launcher.Launcher");
    }
}
