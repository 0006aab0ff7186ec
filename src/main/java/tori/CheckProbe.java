package tori;

import tori.check.CheckReport;
import tori.check.InspectedCheck;
import tori.cli.CheckSheet;
import tori.cli.ExitStatus;
import tori.config.MonitorConfig;
import tori.incident.CheckResult;

import java.io.PrintStream;

/** One look of one check, told in full; nothing is stored or sent. Runs on the main thread. */
final class CheckProbe {

    private final PrintStream out;

    CheckProbe(PrintStream out) {
        this.out = out;
    }

    int run(MonitorConfig monitor, InspectedCheck check) throws InterruptedException {
        CheckReport report = check.look();
        CheckSheet.lines(monitor.id().toString(), monitor.site(), report).forEach(out::println);
        return report.result() instanceof CheckResult.Passed ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
