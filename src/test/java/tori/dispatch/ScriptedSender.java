package tori.dispatch;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Remembers what it was given and answers what it was told to; {@code Sent} unless told. */
final class ScriptedSender implements Sender {

    final List<List<String>> sent = new ArrayList<>();
    final Queue<SendResult> answers = new ArrayDeque<>();
    List<SharedLimit> limits = List.of();
    int maxBatch = 1;
    int maxEvents;

    /** Whether subjects with the same first digit are told together. */
    boolean decades;

    int maxInFlight = 1;
    String authority = "";
    String host = "";
    String poison = "";
    boolean limitsFail;
    boolean broken;
    int closed;

    @Override
    public SendResult send(List<Event> events) {
        List<String> subjects = events.stream().map(Event::subject).toList();
        sent.add(subjects);
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        if (subjects.contains(poison)) {
            return new SendResult.Refused("poison");
        }
        SendResult answer = answers.poll();
        return answer == null ? SendResult.Sent.NOW : answer;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public int maxEvents() {
        return Math.max(maxBatch, maxEvents);
    }

    @Override
    public boolean isToldTogether(Event one, Event other) {
        return decades && one.subject().charAt(0) == other.subject().charAt(0);
    }

    @Override
    public int maxInFlight() {
        return maxInFlight;
    }

    @Override
    public List<SharedLimit> limits() {
        if (limitsFail) {
            throw new IllegalStateException("no limits");
        }
        return limits;
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public void close() {
        closed++;
    }
}
