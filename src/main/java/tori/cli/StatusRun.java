package tori.cli;

import tori.api.StatusJson;
import tori.api.StatusReport;

import java.io.PrintStream;
import java.time.InstantSource;

/** Prints what {@code tori status} was told. Runs on the main thread. */
public final class StatusRun {

    private final PrintStream out;
    private final PrintStream err;
    private final InstantSource wall;

    /**
     * @param out takes results
     * @param err takes everything else
     * @param wall tells how long ago something was
     */
    public StatusRun(PrintStream out, PrintStream err, InstantSource wall) {
        this.out = out;
        this.err = err;
        this.wall = wall;
    }

    /** Prints it and returns the exit status. */
    public int of(StatusReport report, boolean json) {
        if (json) {
            out.println(TerminalText.escape(StatusJson.report(report)));
            return ExitStatus.OK;
        }
        out.println(StatusTable.heading(report));
        int shown = report.rows().size();
        if (shown > 0) {
            StatusTable.lines(report.rows(), wall.instant()).forEach(out::println);
        }
        if (report.total() > shown) {
            err.println(shown + " of " + report.total() + "; --limit and --offset show others");
        }
        return ExitStatus.OK;
    }
}
