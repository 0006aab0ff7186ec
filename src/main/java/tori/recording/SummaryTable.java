package tori.recording;

import java.util.Locale;

/** A summary for people; used by one thread and thrown away. */
final class SummaryTable {

    private static final double MIB = 1 << 20;
    private static final String NOTHING = "nothing was measured";

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
        trend("threads", summary.threads, 1, "threads");
        line("processor", processor());
        line("safepoints begun", summary.safepoints.toString());
        line("virtual pinned", summary.pinned.toString());
        line("exceptions", exceptions());
        summary.own.forEach((name, durations) -> line(name, durations.toString()));
        top("allocated classes", allocated.types());
        top("allocating methods", allocated.methods().top);
        top("allocating methods of tori", allocated.methods().own);
        top("running methods", summary.running.top);
        top("running methods of tori", summary.running.own);
        return text.toString();
    }

    private String processor() {
        return summary.processor.count() == 0
                ? NOTHING
                : String.format(
                        Locale.ROOT,
                        "%.1f %% of the machine (max %.1f %%), everybody %.1f %%",
                        100 * summary.processor.mean(),
                        100 * summary.processor.max(),
                        100 * summary.machine.mean());
    }

    /** Their number is counted up, so that two looks are needed. */
    private String exceptions() {
        return summary.exceptions.count() < 2
                ? NOTHING
                : String.format(
                        Locale.ROOT, "%.1f a second", summary.exceptions.slopePerHour() / 3_600);
    }

    private void trend(String name, Series series, double unit, String word) {
        if (series.count() == 0) {
            line(name, NOTHING);
            return;
        }
        String trend =
                series.hasTrend()
                        ? String.format(
                                Locale.ROOT, "%+.2f %s an hour", series.slopePerHour() / unit, word)
                        : "too short for a trend";
        line(
                name,
                String.format(
                        Locale.ROOT,
                        "%d samples: first quarter %.1f %s, last quarter %.1f %s, max %.1f %s; %s",
                        series.count(),
                        series.early() / unit,
                        word,
                        series.late() / unit,
                        word,
                        series.max() / unit,
                        word,
                        trend));
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
