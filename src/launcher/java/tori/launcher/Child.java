package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tori that runs on the newer Java, kept as if it were this process: same streams, signals
 * handed on, same exit status. {@link #run} belongs to the main thread; the JVM brings signals on
 * threads of its own.
 *
 * <p>A terminal sends Ctrl-C to both processes, so that the child may see one INT twice. On Windows
 * it always does, and there is nothing to hand on.
 */
final class Child {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final List<String> command;
    private final List<String> early = new ArrayList<>();
    private @Nullable Process process;

    Child(List<String> command) {
        this.command = command;
    }

    /**
     * Starts the child and waits for its end.
     *
     * @return its exit status; 128 + n if signal n ended it
     * @throws IOException if it cannot be started
     */
    int run() throws IOException, InterruptedException {
        for (String signal : new String[] {"TERM", "INT", "HUP"}) {
            // Where -Xrs keeps them this process ends by them, and the child sees that and ends
            // too.
            JvmSignals.handle(signal, () -> received(signal));
        }
        Process started = new ProcessBuilder(command).inheritIO().start();
        synchronized (this) {
            process = started;
            for (String signal : early) {
                send(signal, started);
            }
        }
        return started.waitFor();
    }

    private synchronized void received(String signal) {
        if (process == null) {
            early.add(signal);
        } else {
            send(signal, process);
        }
    }

    private static void send(String signal, Process process) {
        if (WINDOWS) {
            return;
        }
        long pid = Pids.of(process);
        try {
            if (pid == Pids.UNKNOWN) {
                throw new IOException("its process id is unknown");
            }
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + pid)
                    .redirectError(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            if ("HUP".equals(signal)) {
                System.err.println("tori could not hand on " + signal + ": " + e.getMessage());
            } else {
                process.destroy(); // the orderly end is asked for, and this is the other way to ask
            }
        }
    }
}
