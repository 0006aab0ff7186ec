package tori.recording;

import java.util.Locale;

/** A summary for people; used by one thread and thrown away. */
final class SummaryTable {

    private static final double MIB = 1 << 20;

    private final RecordingSummary summary;
    private final StringBuilder text = new StringBuilder();

    SummaryTable(RecordingSummary summary) {
        this.summary = summary;
    }

    String text() {
        line(
                "recorded",
                String.format(
                        Locale.ROOT, "%d s of %s", summary.length().toSeconds(), summary.java));
        line("options", summary.options);
        line("collectors", summary.collector);
        Allocations.Sums allocated = summary.allocated();
        line(
                "allocated",
                String.format(
                        Locale.ROOT,
                        "%.2f MiB/s",
                        summary.garbage.allocatedBytesPerSecond() / MIB));
        line("collections", Long.toString(summary.garbage.causes.whole()));
        line("pauses", summary.garbage.pauses().toString());
        line("pauses asked for", summary.garbage.askedPauses().toString());
        trend("heap after any", summary.garbage.afterAny(), MIB, "MiB");
        trend("heap after full", summary.garbage.afterFull(), MIB, "MiB");
        trend("resident", summary.resident, MIB, "MiB");
        trend("threads", summary.threads, 1, "");
        line(
                "processor",
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the machine (max %.1f), everybody %.1f %%",
                        100 * summary.processor.mean(),
                        100 * summary.processor.max(),
                        100 * summary.machine.mean()));
        line("safepoints begun", summary.safepoints.toString());
        line("virtual pinned", summary.pinned.toString());
        line(
                "exceptions",
                String.format(
                        Locale.ROOT, "%.1f a second", summary.exceptions.slopePerHour() / 3_600));
        summary.own.forEach((name, durations) -> line(name, durations.toString()));
        top("allocated classes", allocated.types());
        top("allocating methods", allocated.methods().top);
        top("allocating methods of tori", allocated.methods().own);
        top("running methods", summary.running.top);
        top("running methods of tori", summary.running.own);
        return text.toString();
    }

    private void trend(String name, Series series, double unit, String word) {
        line(
                name,
                String.format(
                        Locale.ROOT,
                        "%d samples: first quarter %.1f, last quarter %.1f, max %.1f %s; %+.2f an"
                                + " hour",
                        series.count(),
                        series.early() / unit,
                        series.late() / unit,
                        series.max() / unit,
                        word,
                        series.slopePerHour() / unit));
    }

    private void top(String name, Tally tally) {
        text.append(name).append(System.lineSeparator());
        for (Tally.Share share : tally.top(RecordingSummary.TOP)) {
            text.append(
                    String.format(
                            Locale.ROOT, "  %5.1f %%  %s%n", 100 * share.part(), share.name()));
        }
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }
}
