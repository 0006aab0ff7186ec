package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.api.StatusSource;
import tori.api.StatusSource.MonitorRow;
import tori.config.AliveConfig;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.telemetry.Meters;
import tori.time.Recurrence;
import tori.time.Sleeper;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells those who want to hear it that tori is alive, so that silence means something. Runs on the
 * virtual thread "alive", which looks at the clock and the configuration once a second.
 *
 * <p>The times come from the clock alone, and a message's key from its time: neither a restart nor
 * a reload moves or repeats one. One that was missed while tori was down is not made up for. While
 * the store has no room, nothing is added to what waits for it.
 */
final class Alive implements Runnable {

    /** What there is to say. Any thread. */
    interface Vitals {

        /** One row for each monitor. */
        List<MonitorRow> monitors();

        /** How many attempts there have been since the start. */
        long polls();

        /** How many events monitors have raised since the start. */
        long alerts();

        /** Whether there is room for more that is owed. */
        boolean hasRoom();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Alive.class);
    private static final MonitorId SOURCE = new MonitorId("tori", "alive");
    private static final long NAP_NANOS = Duration.ofSeconds(1).toNanos();

    /** What fits on a screen; {@code status} lists all. */
    private static final int MAX_LINES = 10;

    private final Supplier<@Nullable AliveConfig> wanted;
    private final Vitals vitals;
    private final Consumer<Owed> outbox;
    private final Notices notices;
    private final Meters meters;
    private final Sleeper sleeper;
    private final Thread thread;

    // The thread's own.
    private @Nullable Recurrence times;
    private Instant due = Instant.MAX;
    private Instant since;
    private long pollsBefore;
    private long alertsBefore;

    /**
     * @param wanted what the configuration in force says; null if nobody wants to hear it
     * @param outbox takes over what is owed, without blocking
     */
    Alive(
            Supplier<@Nullable AliveConfig> wanted,
            Vitals vitals,
            Consumer<Owed> outbox,
            Notices notices,
            Meters meters,
            Sleeper sleeper) {
        this.wanted = wanted;
        this.vitals = vitals;
        this.outbox = outbox;
        this.notices = notices;
        this.meters = meters;
        this.sleeper = sleeper;
        this.since = notices.wall().instant();
        this.thread = Thread.ofVirtual().name("alive").unstarted(this);
    }

    /** Begins to look at the clock. To be called once. */
    void start() {
        thread.start();
    }

    /** Tells nothing any more. */
    void end() {
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            while (true) {
                sleeper.sleep(step());
            }
        } catch (InterruptedException e) {
            // tori stops.
            Thread.currentThread().interrupt();
        }
    }

    /** Tells it if it is time; returns how long to wait, in nanoseconds. */
    long step() {
        try {
            AliveConfig config = wanted.get();
            if (config == null) {
                times = null;
            } else {
                tellIfDue(config, notices.wall().instant());
            }
        } catch (RuntimeException e) {
            meters.loopFailed("alive");
            LOG.error("The message that tori is alive failed; the next one is tried", e);
        }
        return NAP_NANOS;
    }

    private void tellIfDue(AliveConfig config, Instant now) {
        Instant next = config.times().after(now);
        if (!config.times().equals(times)) {
            times = config.times();
            due = next;
        }
        if (now.isBefore(due)) {
            // Earlier than it was: the clock was set back.
            due = next.isBefore(due) ? next : due;
            return;
        }
        Instant told = due;
        due = next;
        if (!vitals.hasRoom()) {
            LOG.warn("The message that tori is alive is left out: the store takes nothing");
            return;
        }
        tell(config, told, now);
    }

    private void tell(AliveConfig config, Instant told, Instant now) {
        long polls = vitals.polls();
        long alerts = vitals.alerts();
        String text = text(config.times().zone(), polls - pollsBefore, alerts - alertsBefore);
        Event event =
                notices.of(
                        EventType.NOTICE, SOURCE, "alive", new Notice(text, "tori-alive-" + told));
        for (String destination : config.destinations()) {
            outbox.accept(new Owed(destination, event));
        }
        since = now;
        pollsBefore = polls;
        alertsBefore = alerts;
    }

    private String text(ZoneId zone, long polls, long alerts) {
        DateTimeFormatter time =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(zone);
        List<MonitorRow> monitors =
                vitals.monitors().stream()
                        .filter(row -> row.state() != StatusSource.State.PAUSED)
                        .toList();
        List<MonitorRow> blind = monitors.stream().filter(row -> row.blind() != null).toList();
        StringJoiner text = new StringJoiner("\n");
        text.add(
                "tori is alive: "
                        + Tori.count(monitors.size(), "monitor")
                        + ", "
                        + (blind.isEmpty() ? "none" : blind.size())
                        + " blind, "
                        + polls
                        + (polls == 1 ? " poll and " : " polls and ")
                        + alerts
                        + (alerts == 1 ? " alert since " : " alerts since ")
                        + time.format(since)
                        + ".");
        for (MonitorRow row : blind.subList(0, Math.min(MAX_LINES, blind.size()))) {
            text.add(line(row, time));
        }
        if (blind.size() > MAX_LINES) {
            text.add("… and " + (blind.size() - MAX_LINES) + " more; see: status --state blind");
        }
        return text.toString();
    }

    private static String line(MonitorRow row, DateTimeFormatter time) {
        String trouble = row.trouble();
        if (row.blind() != null) {
            String why = trouble == null ? row.blind().detail() : trouble;
            return row.monitor() + ", since " + time.format(row.blind().since()) + ": " + why;
        }
        return row.monitor() + ": " + trouble;
    }
}
