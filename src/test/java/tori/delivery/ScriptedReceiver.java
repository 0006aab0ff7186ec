package tori.delivery;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Remembers what it was given and answers what it was told to; {@code Sent} unless told. */
final class ScriptedReceiver implements Sender {

    /** The numbers of the events of each request. */
    final List<List<Long>> requests = new ArrayList<>();

    final Queue<SendResult> answers = new ArrayDeque<>();
    int maxBatch = 1;
    long poison;
    boolean interrupted;
    boolean broken;
    boolean forgets;
    int flushes;

    @Override
    public SendResult send(List<Event> events) throws InterruptedException {
        List<Long> numbers =
                events.stream().map(event -> event.id().getLeastSignificantBits()).toList();
        requests.add(numbers);
        if (interrupted) {
            throw new InterruptedException();
        }
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        if (numbers.contains(poison)) {
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
    public void flush() throws IOException {
        flushes++;
        if (forgets) {
            throw new IOException("the disk is full");
        }
    }
}
