package tori.check;

import org.jspecify.annotations.Nullable;

import tori.incident.CheckResult;

import java.net.InetAddress;
import java.util.List;

/**
 * What a check found, and how. Immutable.
 *
 * @param result what it comes down to
 * @param peer who was talked to last; null if nobody was
 * @param status of the answer; 0 where there is none
 * @param phases how long what took
 * @param certificateDays whole days that the certificate is good for yet; null without one
 * @param conditions what was expected, in the order it was looked at; empty if there was no answer
 */
public record CheckReport(
        CheckResult result,
        @Nullable InetAddress peer,
        int status,
        Phases phases,
        @Nullable Long certificateDays,
        List<Condition> conditions) {

    public CheckReport {
        conditions = List.copyOf(conditions);
    }

    /** The same with another result. */
    CheckReport with(CheckResult other) {
        return new CheckReport(other, peer, status, phases, certificateDays, conditions);
    }
}
