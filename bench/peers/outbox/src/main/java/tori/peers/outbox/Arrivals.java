package tori.peers.outbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * What the receiver saw of one batch of events, in order of first arrival. Immutable.
 *
 * @param list one per key
 */
record Arrivals(List<Arrival> list) {

    /**
     * @param sequence the event's number in its batch
     * @param nanos {@link System#nanoTime} of the first arrival
     * @param times it arrived
     */
    record Arrival(int sequence, long nanos, int times) {}

    Arrivals {
        list = List.copyOf(list);
    }

    /** The key of an event, from which {@link #of} reads its number. */
    static String key(String batch, int sequence) {
        return batch + "-" + sequence;
    }

    /** Asks the receiver for the events of a batch. */
    static Arrivals of(URI receiver, String batch) throws IOException, InterruptedException {
        List<Arrival> list = new ArrayList<>();
        for (String line : call(receiver, "GET").split("\n")) {
            if (line.startsWith(batch + "-")) {
                String[] fields = line.substring(batch.length() + 1).split(" ");
                list.add(
                        new Arrival(
                                Integer.parseInt(fields[0]),
                                Long.parseLong(fields[1]),
                                Integer.parseInt(fields[2])));
            }
        }
        return new Arrivals(list);
    }

    /** Makes the receiver forget all it saw. */
    static void forget(URI receiver) throws IOException, InterruptedException {
        call(receiver, "DELETE");
    }

    private static String call(URI receiver, String method)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(receiver)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    long repeated() {
        return list.stream().filter(arrival -> arrival.times() > 1).count();
    }

    /** Events that arrived after a later one of their entity. */
    long outOfOrder(int entities) {
        int[] latest = new int[entities];
        long count = 0;
        for (Arrival arrival : list) {
            int entity = arrival.sequence() % entities;
            if (arrival.sequence() + 1 < latest[entity]) {
                count++;
            }
            latest[entity] = Math.max(latest[entity], arrival.sequence() + 1);
        }
        return count;
    }
}
