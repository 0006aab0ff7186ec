package tori.peers.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured how often. Immutable.
 *
 * @param events per run, all of them distinct
 * @param runs of each contender
 * @param seconds after which a run's enqueueing and delivering is cut off
 * @param latencySeconds for which events are enqueued at half the rate
 * @param warmup events before each measurement
 * @param producers threads that enqueue; divides {@code entities}
 * @param inFlight requests at a time, at most
 * @param entities among which the events go round
 * @param bodyBytes of the JSON posted
 * @param contenders by name; empty for all that are durable
 * @param extra class path with further contenders, or empty
 * @param out result files, without their ending
 * @param note a sentence about the circumstances, kept with the result
 */
public record Options(
        int events,
        int runs,
        int seconds,
        int latencySeconds,
        int warmup,
        int producers,
        int inFlight,
        int entities,
        int bodyBytes,
        List<String> contenders,
        String extra,
        String out,
        String note) {

    public Options {
        contenders = List.copyOf(contenders);
        if (entities % producers != 0) {
            throw new IllegalArgumentException("--producers must divide --entities");
        }
    }

    /** Reads {@code --name value} pairs. */
    static Options parse(List<String> arguments) {
        Map<String, String> given = defaults();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!given.containsKey(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        name + "? Options, each with a value: " + given.keySet());
            }
            given.put(name, arguments.get(i + 1));
        }
        return new Options(
                Integer.parseInt(given.get("--events")),
                Integer.parseInt(given.get("--runs")),
                Integer.parseInt(given.get("--seconds")),
                Integer.parseInt(given.get("--latency-seconds")),
                Integer.parseInt(given.get("--warmup")),
                Integer.parseInt(given.get("--producers")),
                Integer.parseInt(given.get("--in-flight")),
                Integer.parseInt(given.get("--entities")),
                Integer.parseInt(given.get("--body-bytes")),
                given.get("--contenders").isEmpty()
                        ? List.of()
                        : List.of(given.get("--contenders").split(",")),
                given.get("--extra"),
                given.get("--out"),
                given.get("--note"));
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("--events", "20000");
        defaults.put("--runs", "3");
        defaults.put("--seconds", "60");
        defaults.put("--latency-seconds", "10");
        defaults.put("--warmup", "2000");
        defaults.put("--producers", "4");
        defaults.put("--in-flight", "50");
        defaults.put("--entities", "1000");
        defaults.put("--body-bytes", "1024");
        defaults.put("--contenders", "");
        defaults.put("--extra", "");
        defaults.put("--out", "outbox");
        defaults.put("--note", "");
        return defaults;
    }

    /** As {@link #parse} reads them: what a worker needs to know. */
    List<String> forWorker() {
        List<String> arguments = new ArrayList<>();
        Map.of(
                        "--events", events,
                        "--seconds", seconds,
                        "--latency-seconds", latencySeconds,
                        "--warmup", warmup,
                        "--producers", producers,
                        "--in-flight", inFlight,
                        "--entities", entities,
                        "--body-bytes", bodyBytes)
                .forEach((name, value) -> {
                    arguments.add(name);
                    arguments.add(Integer.toString(value));
                });
        return arguments;
    }
}
