package tori;

import org.jspecify.annotations.Nullable;

import tori.config.NotifyConfig;
import tori.config.RouteConfig;
import tori.model.Event;
import tori.poll.PollResult;
import tori.shopify.ChangeJournal;
import tori.shopify.Look;
import tori.warc.RecordedAnswer;
import tori.warc.RecordedPoll;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells people poll by poll what was seen, whether it was believed, and what became of each change.
 * Polls that found nothing are told together. Used by the main thread.
 */
final class ReplayWords {

    /** Longer lists are nobody's reading; the rest is counted. */
    private static final int MAX_CHANGES = 200;

    /**
     * A poll and what came of it now.
     *
     * @param look what the monitor saw; null if it saw nothing
     * @param changes what it found
     * @param missing how many answers the recording does not have
     */
    record Replayed(
            RecordedPoll poll,
            PollResult result,
            List<Event> events,
            @Nullable Look look,
            List<ChangeJournal.Noted> changes,
            int missing) {}

    private final PrintStream out;
    private final @Nullable NotifyConfig told;
    private int quiet;
    private @Nullable Instant quietFrom;
    private @Nullable Instant quietTo;

    /**
     * @param told whom the events would go to; null if that is not known
     */
    ReplayWords(PrintStream out, @Nullable NotifyConfig told) {
        this.out = out;
        this.told = told;
    }

    void tell(Replayed replayed) {
        RecordedPoll poll = replayed.poll();
        String verdict = RecordedPoll.verdict(replayed.result());
        boolean same = verdict.equals(poll.verdict());
        if (verdict.equals("unchanged") && same && poll.beginning() == null) {
            quiet++;
            quietFrom = quietFrom == null ? poll.started() : quietFrom;
            quietTo = poll.started();
            return;
        }
        end();
        out.println(poll.started() + "  " + verdict + detail(replayed));
        if (!same) {
            line("then", poll.verdict() + (poll.detail().isEmpty() ? "" : ": " + poll.detail()));
        }
        poll.answers().forEach(this::answer);
        if (replayed.missing() > 0) {
            line("missing", replayed.missing() + " answers are not in the recording");
        }
        changes(replayed);
    }

    private static String detail(Replayed replayed) {
        Look look = replayed.look();
        String seen =
                look == null || look.products() == 0
                        ? ""
                        : "; saw "
                                + look.products()
                                + " products, "
                                + look.variants()
                                + " variants, "
                                + look.available()
                                + " available";
        RecordedPoll poll = replayed.poll();
        String took = "; took " + Duration.between(poll.started(), poll.ended()).toMillis() + " ms";
        return switch (replayed.result()) {
                    case PollResult.Observed observed ->
                            " (" + Tori.count(observed.events().size(), "event") + ")";
                    case PollResult.Unchanged _ -> "";
                    case PollResult.Doubted doubted ->
                            " (not believed until seen again: " + doubted.reason() + ")";
                    case PollResult.Failed failed ->
                            " (no usable answer, nothing compared: " + failed.detail() + ")";
                }
                + seen
                + took;
    }

    private void answer(RecordedAnswer answer) {
        String query = answer.asked().getRawQuery();
        String what =
                answer.asked().getRawPath()
                        + (query == null ? "" : "?" + query)
                        + "  "
                        + (answer.status() == 0 ? "no answer" : Integer.toString(answer.status()));
        String body =
                answer.isSame()
                        ? ", the same bytes as before"
                        : answer.length() > 0 ? ", " + answer.length() + " bytes" : "";
        String wrong = answer.trouble() == null ? "" : ": " + answer.trouble();
        line("asked", what + body + wrong);
    }

    private void changes(Replayed replayed) {
        int baseline = 0;
        int shown = 0;
        for (ChangeJournal.Noted change : replayed.changes()) {
            if (change.fate() == ChangeJournal.Fate.BASELINE) {
                baseline++;
            } else if (shown < MAX_CHANGES) {
                shown++;
                change(change, replayed.events());
            } else {
                shown++;
            }
        }
        if (shown > MAX_CHANGES) {
            line("…", "and " + (shown - MAX_CHANGES) + " more changes");
        }
        if (baseline > 0) {
            line("baseline", baseline + " seen for the first time, which is told to nobody");
        }
    }

    private void change(ChangeJournal.Noted change, List<Event> events) {
        String what = change.kind() + " " + change.subject() + "  " + change.words();
        switch (change.fate()) {
            case RAISED -> raised(what, change, events);
            case BASELINE -> {}
            case GUARD -> line("held back", what + "  (by guard: the feed is not believed)");
            case EVENTS -> line("held back", what + "  (by events, which does not select it)");
            case MATCH -> line("held back", what + "  (by match, which does not hold)");
            case COOLDOWN -> line("held back", what + "  (by cooldown: the same was just told)");
        }
    }

    private void raised(String what, ChangeJournal.Noted change, List<Event> events) {
        Event event =
                events.stream()
                        .filter(each ->
                                each.subject().equals(change.subject())
                                        && isOfKind(each, change.kind()))
                        .findFirst()
                        .orElse(null);
        line("event", what + (event == null ? "" : "  " + event.id()));
        if (event == null || told == null) {
            return;
        }
        List<String> tells = new ArrayList<>();
        List<String> not = new ArrayList<>();
        for (RouteConfig route : told.routes()) {
            (new EventChoice(route).wants(event) ? tells : not).add(route.destination());
        }
        if (!tells.isEmpty()) {
            line("  told", String.join(", ", tells));
        }
        if (!not.isEmpty()) {
            line("  not", String.join(", ", not) + "  (by the events or match of its notify)");
        }
    }

    /** {@code price_drop} is an event of {@code price_changed}. */
    private static boolean isOfKind(Event event, String kind) {
        String type = event.type().wireName().replace('.', '_');
        return kind.startsWith("price_")
                ? type.endsWith("price_changed")
                : type.endsWith(kind.startsWith("variant_") ? kind : "_" + kind);
    }

    private void line(String name, String text) {
        out.println("    " + String.format(Locale.ROOT, "%-10s", name) + " " + printable(text));
    }

    /** What a store writes must not move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Tells what was not told yet. */
    void end() {
        if (quiet > 0) {
            out.println(
                    quietFrom
                            + (quiet == 1
                                    ? "  unchanged"
                                    : "  unchanged in "
                                            + quiet
                                            + " polls, the last at "
                                            + quietTo));
            quiet = 0;
            quietFrom = null;
        }
    }
}
