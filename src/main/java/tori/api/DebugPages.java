package tori.api;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

import org.jspecify.annotations.Nullable;

import tori.telemetry.ProfileEvent;
import tori.telemetry.ProfileException;
import tori.telemetry.Profiler;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Looks into the running process for people on its machine. Called on requests' threads; what is
 * sent is written to a folder only this user can read, and deleted afterwards.
 */
final class DebugPages {

    private static final String DEFAULT_SECONDS = "10";

    private final Path captures;
    private final Profiler profiler;

    /** A dump stops the process for a while and fills the disk: one at a time. */
    private final Semaphore oneDump = new Semaphore(1);

    DebugPages(Path captures, Profiler profiler) {
        this.captures = captures;
        this.profiler = profiler;
    }

    void addTo(Router router) {
        router.get(Audience.OPERATOR, "/debug/jfr", this::recording)
                .get(Audience.OPERATOR, "/debug/profile", this::flameGraph)
                .get(Audience.OPERATOR, "/debug/threads", this::threads)
                .get(Audience.OPERATOR, "/debug/heap", this::heap);
    }

    private interface Capture {
        void write(Path file) throws IOException, InterruptedException;
    }

    private void recording(Exchange exchange) throws Exception {
        Duration length = length(exchange);
        if (length != null) {
            send(
                    exchange,
                    "application/octet-stream",
                    "tori.jfr",
                    file -> profiler.record(length, file));
        }
    }

    private void flameGraph(Exchange exchange) throws Exception {
        Duration length = length(exchange);
        if (length == null) {
            return;
        }
        String name = parameter(exchange, "event", "cpu");
        ProfileEvent event = ProfileEvent.ofName(name);
        if (event == null) {
            exchange.fail(
                    400, ErrorKind.INVALID_INPUT, "event is one of cpu, alloc, wall and lock");
            return;
        }
        switch (parameter(exchange, "format", "html")) {
            case "html" -> {
                // The page draws itself by a script of its own. It is a download, and still it
                // gets an origin of its own should a browser show it.
                exchange.replaceHeader(
                        "Content-Security-Policy",
                        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
                                + " style-src 'unsafe-inline'; frame-ancestors 'none'");
                send(
                        exchange,
                        "text/html; charset=utf-8",
                        "tori-" + name + ".html",
                        file -> profiler.sample(event, length, Profiler.Format.HTML, file));
            }
            case "collapsed" ->
                    send(
                            exchange,
                            "text/plain; charset=utf-8",
                            "tori-" + name + ".txt",
                            file ->
                                    profiler.sample(
                                            event, length, Profiler.Format.COLLAPSED, file));
            default ->
                    exchange.fail(
                            400, ErrorKind.INVALID_INPUT, "format is one of html and collapsed");
        }
    }

    private void threads(Exchange exchange) throws Exception {
        boolean json = parameter(exchange, "format", "text").equals("json");
        ThreadDumpFormat format = json ? ThreadDumpFormat.JSON : ThreadDumpFormat.TEXT_PLAIN;
        dump(
                exchange,
                json ? "application/json" : "text/plain; charset=utf-8",
                json ? "tori-threads.json" : "tori-threads.txt",
                file -> diagnostics().dumpThreads(file.toString(), format));
    }

    private void heap(Exchange exchange) throws Exception {
        dump(
                exchange,
                "application/octet-stream",
                "tori.hprof",
                file -> diagnostics().dumpHeap(file.toString(), true));
    }

    private void dump(Exchange exchange, String contentType, String name, Capture capture)
            throws Exception {
        if (!oneDump.tryAcquire()) {
            exchange.fail(409, ErrorKind.CONFLICT, "another dump is being taken; try again later");
            return;
        }
        try {
            send(exchange, contentType, name, capture);
        } finally {
            oneDump.release();
        }
    }

    private void send(Exchange exchange, String contentType, String name, Capture capture)
            throws Exception {
        Path folder;
        try {
            Files.createDirectories(captures);
            folder = Files.createTempDirectory(captures.toAbsolutePath(), ".capture");
        } catch (IOException e) {
            exchange.fail(
                    500,
                    ErrorKind.INTERNAL,
                    "the folder "
                            + captures
                            + " cannot be written in ("
                            + e.getMessage()
                            + "); set profiling.directory to one that can");
            return;
        }
        Path file = folder.resolve(name);
        try {
            capture.write(file);
            exchange.sendFile(contentType, name, file);
        } catch (ProfileException e) {
            if (e.isBusy()) {
                exchange.fail(409, ErrorKind.CONFLICT, String.valueOf(e.getMessage()));
            } else {
                exchange.fail(500, ErrorKind.INTERNAL, String.valueOf(e.getMessage()));
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private static HotSpotDiagnosticMXBean diagnostics() {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }

    private static String parameter(Exchange exchange, String name, String otherwise) {
        String value = exchange.parameter(name);
        return value == null ? otherwise : value;
    }

    /** The length asked for; null if it was wrong, which has been answered then. */
    private static @Nullable Duration length(Exchange exchange) {
        String text = parameter(exchange, "seconds", DEFAULT_SECONDS);
        if (text.matches("[0-9]{1,3}")) {
            Duration length = Duration.ofSeconds(Integer.parseInt(text));
            if (length.compareTo(Profiler.MIN_LENGTH) >= 0
                    && length.compareTo(Profiler.MAX_LENGTH) <= 0) {
                return length;
            }
        }
        exchange.fail(400, ErrorKind.INVALID_INPUT, "seconds is a whole number from 1 to 600");
        return null;
    }
}
