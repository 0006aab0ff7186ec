package tori.check;

import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;

import java.net.InetAddress;

/**
 * A check that does not blame others while the own network is down: then nobody can say, which is
 * {@link Unknown}. One thread at a time.
 */
final class GuardedCheck implements InspectedCheck {

    private final InspectedCheck check;
    private final Connectivity connectivity;

    GuardedCheck(InspectedCheck check, Connectivity connectivity) {
        this.check = check;
        this.connectivity = connectivity;
    }

    @Override
    public CheckReport look() throws InterruptedException {
        CheckReport report = check.look();
        return switch (report.result()) {
            case Failed failed when mayBeOurs(failed) -> judged(report, failed);
            case Failed _, Passed _ -> {
                InetAddress peer = report.peer();
                if (peer != null && Targets.isPublic(peer)) {
                    connectivity.answered();
                }
                yield report;
            }
            case Unknown _ -> report;
        };
    }

    private CheckReport judged(CheckReport report, Failed failed) throws InterruptedException {
        InetAddress peer = report.peer();
        if (peer != null && peer.isLoopbackAddress()) {
            return report;
        }
        String trouble = connectivity.trouble();
        return trouble == null
                ? report
                : report.with(new Unknown(trouble + " (" + failed.detail() + ")"));
    }

    /** Whether the failure could come of the own network being down. */
    private static boolean mayBeOurs(Failed failed) {
        return switch (failed.cause()) {
            case DNS, CONNECT, TIMEOUT -> true;
            case TLS, STATUS, LATENCY, CONTENT, MISSED, FORBIDDEN -> false;
        };
    }
}
