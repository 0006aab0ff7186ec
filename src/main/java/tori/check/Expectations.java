package tori.check;

import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import tori.config.HttpExpectation;
import tori.config.StatusRange;
import tori.incident.CheckCause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges answers by what was expected of them. Immutable, any thread. */
final class Expectations {

    private final HttpExpectation expected;
    private final String statusText;
    private final @Nullable Pattern pattern;
    private final JsonConditions json;

    Expectations(HttpExpectation expected) {
        this.expected = expected;
        this.statusText =
                expected.status().stream()
                        .map(StatusRange::toString)
                        .collect(Collectors.joining(" or "));
        String matches = expected.matches();
        this.pattern = matches == null ? null : Pattern.compile(matches);
        this.json = new JsonConditions(expected.json());
    }

    /** Whether the body has to be kept. */
    boolean looksAtBody() {
        return expected.looksAtBody();
    }

    /**
     * Everything that was expected, in the order in which it is told.
     *
     * @param took from the beginning to the last byte
     * @param certificateDays null without a certificate
     * @param effort that it may take
     * @throws CannotLookException if it takes more
     */
    List<Condition> judge(
            Answer answer, Duration took, @Nullable Long certificateDays, Effort effort)
            throws InterruptedException {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(status(answer));
        contains(answer, conditions);
        matches(answer, effort, conditions);
        conditions.addAll(json.judge(answer, effort));
        Condition latency =
                Conditions.latency("the answer of " + answer.host(), took, expected.latency());
        if (latency != null) {
            conditions.add(latency);
        }
        certificate(answer, certificateDays, conditions);
        return conditions;
    }

    private Condition status(Answer answer) {
        String wanted = "status is " + statusText;
        return expected.status().stream().anyMatch(range -> range.contains(answer.status()))
                ? Condition.passed(CheckCause.STATUS, wanted)
                : Condition.failed(
                        CheckCause.STATUS,
                        wanted,
                        answer.host()
                                + " answered "
                                + answer.status()
                                + " instead of "
                                + statusText);
    }

    private void contains(Answer answer, List<Condition> conditions) {
        String text = expected.contains();
        if (text != null) {
            String wanted = "body holds " + Conditions.quoted(text);
            conditions.add(found(answer, wanted, answer.text().contains(text), text));
        }
    }

    private void matches(Answer answer, Effort effort, List<Condition> conditions)
            throws InterruptedException {
        Pattern sought = pattern;
        if (sought != null) {
            effort.takeTurn(answer.text().length());
            String wanted = "body matches " + Conditions.quoted(sought.pattern());
            boolean there = sought.matcher(new WatchedText(answer.text(), effort)).find();
            conditions.add(found(answer, wanted, there, sought.pattern()));
        }
    }

    private static Condition found(Answer answer, String wanted, boolean there, String what) {
        if (there) {
            return Condition.passed(CheckCause.CONTENT, wanted);
        }
        return Condition.failed(
                CheckCause.CONTENT,
                wanted,
                answer.complete()
                        ? "the answer of "
                                + answer.host()
                                + " does not hold "
                                + Conditions.quoted(what)
                        : "the answer of "
                                + answer.host()
                                + " is larger than max_body, and does not hold "
                                + Conditions.quoted(what)
                                + " up to there");
    }

    private void certificate(Answer answer, @Nullable Long days, List<Condition> conditions) {
        Integer least = expected.tlsDays();
        if (least == null) {
            return;
        }
        String wanted = "certificate is good for " + least + " days";
        if (days != null && days >= least) {
            conditions.add(Condition.passed(CheckCause.TLS, wanted));
            return;
        }
        String wrong =
                days == null
                        ? answer.host() + " showed no certificate"
                        : "the certificate of " + answer.host() + lifetime(days, least);
        conditions.add(Condition.failed(CheckCause.TLS, wanted, wrong));
    }

    private static String lifetime(long days, int least) {
        if (days < 0) {
            return " expired " + -days + (days == -1 ? " day ago" : " days ago");
        }
        return " is good for " + days + " more days, fewer than " + least;
    }

    /** Whole days from now to the end of a certificate; negative if that is past. */
    static long days(Instant now, Instant end) {
        return Math.floorDiv(
                Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
