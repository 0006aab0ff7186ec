package tori.discord;

import org.jspecify.annotations.Nullable;

import tori.model.Ending;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The messages of one webhook that told what can be bought, and which of them are out of date
 * because it has sold out since. Thread-safe: polls tell what ended, sending threads what was sent;
 * nothing is waited for while it is locked.
 *
 * <p>Bounded: a thousand messages, a day each. It is kept in memory only: what an earlier run sent
 * stays as it is.
 */
final class SentMessages {

    /** What an out of date message must become. */
    record Edit(String messageId, Letter letter, Map<UUID, Instant> ended) {
        Edit {
            ended = Map.copyOf(ended);
        }
    }

    private record Subject(MonitorId source, String subject) {}

    private record Told(Message message, Event event) {}

    private static final class Message {
        private final String id;
        private final Letter letter;
        private final long sentNanos;
        private final Map<UUID, Instant> ended = new HashMap<>();
        private int failures;

        private Message(String id, Letter letter, long sentNanos) {
            this.id = id;
            this.letter = letter;
            this.sentNanos = sentNanos;
        }
    }

    static final int MAX_MESSAGES = 1_000;

    /** Of a message still under way when it came to its end. */
    static final int MAX_EARLY = 1_000;

    static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_FAILURES = 3;

    private final NanoClock clock;

    // All guarded by this.
    private final Map<String, Message> oldestFirst = new LinkedHashMap<>();
    private final Map<Subject, Told> latest = new HashMap<>();
    private final Map<Subject, Ending> early = new LinkedHashMap<>();
    private final Set<Message> outOfDate = new LinkedHashSet<>();

    SentMessages(NanoClock clock) {
        this.clock = clock;
    }

    /** Discord has taken a message and given it this id. */
    synchronized void sent(String id, Letter letter) {
        forgetOld();
        Message message = new Message(id, letter, clock.nanoTime());
        boolean mayEnd = false;
        for (Event event : letter.events()) {
            if (!mayEnd(event.type())) {
                continue;
            }
            mayEnd = true;
            Subject subject = new Subject(event.source(), event.subject());
            Ending ending = early.remove(subject);
            if (ending != null && !ending.time().isBefore(event.time())) {
                message.ended.put(event.id(), ending.time());
                outOfDate.add(message);
            } else {
                latest.put(subject, new Told(message, event));
            }
        }
        if (mayEnd) {
            oldestFirst.put(id, message);
            if (oldestFirst.size() > MAX_MESSAGES) {
                forget(oldestFirst.values().iterator().next());
            }
        }
    }

    private static boolean mayEnd(EventType type) {
        return type == EventType.RESTOCKED || type == EventType.VARIANT_NEW;
    }

    /** What was told of a variant holds no more. */
    synchronized void ended(Ending ending) {
        Subject subject = new Subject(ending.source(), ending.subject());
        Told told = latest.get(subject);
        if (told == null) {
            early.put(subject, ending);
            if (early.size() > MAX_EARLY) {
                early.remove(early.keySet().iterator().next());
            }
        } else if (!ending.time().isBefore(told.event().time())) {
            latest.remove(subject);
            told.message().ended.put(told.event().id(), ending.time());
            outOfDate.add(told.message());
        }
    }

    /** Takes out what has been out of date for the longest time; null if nothing is. */
    synchronized @Nullable Edit next() {
        forgetOld();
        Iterator<Message> waiting = outOfDate.iterator();
        if (!waiting.hasNext()) {
            return null;
        }
        Message message = waiting.next();
        waiting.remove();
        return new Edit(message.id, message.letter, message.ended);
    }

    /** An edit was not made, for a reason that is not its own. */
    synchronized void postponed(Edit edit) {
        Message message = oldestFirst.get(edit.messageId());
        if (message != null) {
            outOfDate.add(message);
        }
    }

    /** An edit has failed: it is tried again, but not for ever. */
    synchronized void failed(Edit edit) {
        Message message = oldestFirst.get(edit.messageId());
        if (message == null) {
            return;
        }
        message.failures++;
        if (message.failures < MAX_FAILURES) {
            outOfDate.add(message);
        } else {
            forget(message);
        }
    }

    /** The message is up to date; it is forgotten once nothing of it can end any more. */
    synchronized void edited(Edit edit) {
        Message message = oldestFirst.get(edit.messageId());
        if (message != null && !outOfDate.contains(message) && !mayStillEnd(message)) {
            forget(message);
        }
    }

    private boolean mayStillEnd(Message message) {
        return message.letter.events().stream()
                .map(event -> latest.get(new Subject(event.source(), event.subject())))
                .anyMatch(told -> told != null && told.message() == message);
    }

    /** The message is no more. */
    synchronized void gone(Edit edit) {
        Message message = oldestFirst.get(edit.messageId());
        if (message != null) {
            forget(message);
        }
    }

    /** How many messages are kept. */
    synchronized int size() {
        return oldestFirst.size();
    }

    private void forgetOld() {
        long nowNanos = clock.nanoTime();
        while (!oldestFirst.isEmpty()) {
            Message oldest = oldestFirst.values().iterator().next();
            if (nowNanos - oldest.sentNanos <= KEPT.toNanos()) {
                return;
            }
            forget(oldest);
        }
    }

    private void forget(Message message) {
        oldestFirst.remove(message.id);
        outOfDate.remove(message);
        for (Event event : message.letter.events()) {
            Subject subject = new Subject(event.source(), event.subject());
            Told told = latest.get(subject);
            if (told != null && told.message() == message) {
                latest.remove(subject);
            }
        }
    }
}
