package tori.cli;

import org.jspecify.annotations.Nullable;

import tori.check.CheckReport;
import tori.check.Condition;
import tori.check.Phases;
import tori.incident.CheckResult;
import tori.incident.IncidentMachine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check found, for people; stateless, any thread. */
public final class CheckSheet {

    private static final int LABEL_WIDTH = 11;

    private CheckSheet() {}

    /**
     * The lines to print.
     *
     * @param monitor {@code site/monitor}
     * @param target where it looked
     */
    public static List<String> lines(String monitor, String target, CheckReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(line("monitor", monitor));
        lines.add(line("checked", target));
        InetAddress peer = report.peer();
        if (peer != null) {
            lines.add(line("address", peer.getHostAddress()));
        }
        if (report.status() != 0) {
            lines.add(line("status", Integer.toString(report.status())));
        }
        Phases phases = report.phases();
        phase("dns", phases.dns(), lines);
        phase("connect", phases.connect(), lines);
        phase("tls", phases.tls(), lines);
        phase("first byte", phases.firstByte(), lines);
        phase("total", phases.total(), lines);
        Long days = report.certificateDays();
        if (days != null) {
            lines.add(line("tls days", Long.toString(days)));
        }
        for (Condition condition : report.conditions()) {
            lines.add(
                    condition.passed()
                            ? line("passed", condition.expected())
                            : line("failed", condition.expected() + ": " + condition.wrong()));
        }
        lines.add(line("result", words(report.result())));
        return lines;
    }

    private static void phase(String label, @Nullable Duration took, List<String> lines) {
        if (took != null) {
            lines.add(line(label, millis(took)));
        }
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6);
    }

    private static String words(CheckResult result) {
        return switch (result) {
            case CheckResult.Passed(Duration latency) -> "passed in " + millis(latency);
            case CheckResult.Failed failed ->
                    "failed (" + IncidentMachine.word(failed.cause()) + "): " + failed.detail();
            case CheckResult.Unknown(String detail) -> "unknown: " + detail;
        };
    }

    private static String line(String label, String text) {
        return label + " ".repeat(LABEL_WIDTH - label.length()) + TerminalText.escape(text);
    }
}
