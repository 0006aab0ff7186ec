package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import tori.e2e.WebhookReceiver.Answer;
import tori.e2e.WebhookReceiver.Receipt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a receiver was told of incidents, compared with what is written down about them. */
final class ToldIncidents {

    private static final String TYPE = "tori.incident.";

    private final WebhookReceiver receiver;
    private final ToriApi api;

    ToldIncidents(WebhookReceiver receiver, ToriApi api) {
        this.receiver = receiver;
        this.api = api;
    }

    /**
     * The beginning or the end of an incident.
     *
     * @param number among those of its monitor, from 1
     */
    private record Edge(String kind, String incident, int number) {

        static Edge told(JsonNode event) {
            return new Edge(
                    event.path("type").asText().substring(TYPE.length()),
                    event.at("/data/incident/id").asText(),
                    event.at("/data/sequence").asInt());
        }

        boolean opens() {
            return kind.equals("opened");
        }

        Edge opening() {
            return new Edge("opened", incident, number - 1);
        }
    }

    /** Each message once, however often it was repeated, in the order in which they came. */
    private List<JsonNode> messages() {
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        for (Receipt receipt : receiver.receipts()) {
            if (receipt.taken()) {
                byKey.putIfAbsent(receipt.key(), receipt.event());
            }
        }
        return List.copyOf(byKey.values());
    }

    /** Such as {@code opened page}; a text as it is. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        for (JsonNode event : messages()) {
            String type = event.path("type").asText();
            String text = event.at("/data/text").asText();
            told.add(
                    text.isEmpty()
                            ? type.substring(type.lastIndexOf('.') + 1)
                                    + " "
                                    + event.path("subject").asText()
                            : text);
        }
        return told;
    }

    /** All requests, repetitions included. */
    int requests() {
        return receiver.receipts().size();
    }

    /** The incidents in the record, the oldest first. */
    List<JsonNode> record() throws IOException, InterruptedException {
        List<JsonNode> record = new ArrayList<>();
        JsonNode data = api.get("/api/v1/incidents?limit=500").data();
        data.path("incidents").forEach(record::addFirst);
        assertThat(data.path("total").asInt()).isEqualTo(record.size());
        return record;
    }

    /**
     * That each incident of the record was told once and its end once, in order and by the number
     * it has among its monitor's, and no other: by itself, or in the message that tells what opened
     * together beyond a few; and that nothing was repeated but where nobody could know whether it
     * had arrived. All deliveries must have ended.
     *
     * @return how many repetitions there were
     */
    int requireAsWritten() throws IOException, InterruptedException {
        Map<String, List<Edge>> written = written();
        Map<String, List<Edge>> alone = new HashMap<>();
        Map<String, Long> together = new HashMap<>();
        for (JsonNode event : messages()) {
            if (event.path("type").asText().startsWith(TYPE)) {
                add(alone, event.path("subject").asText(), Edge.told(event));
            } else if (event.path("source").asText().equals("/tori/incidents")) {
                event.at("/data/text")
                        .asText()
                        .lines()
                        .skip(1)
                        .forEach(line -> countEdges(line, together));
            }
        }
        assertThat(written.keySet()).containsAll(alone.keySet());
        Map<String, Long> left = new HashMap<>();
        written.forEach((monitor, edges) -> {
            List<Edge> told = alone.getOrDefault(monitor, List.of());
            // Nothing at all is in order too: all of a monitor's may have been told together.
            assertThat(told)
                    .as("%s is told in order, and nothing anew", monitor)
                    .isEqualTo(edges.stream().filter(told::contains).toList());
            List<Edge> untold = edges.stream().filter(edge -> !told.contains(edge)).toList();
            assertThat(untold)
                    .as("%s: of whose beginning was told by itself, the end was too", monitor)
                    .noneMatch(edge -> !edge.opens() && told.contains(edge.opening()));
            untold.forEach(edge -> left.merge(edge.kind() + " " + monitor, 1L, Long::sum));
        });
        assertThat(together).as("told together, beyond a few at once").isEqualTo(left);
        return requireRepeatedOnlyInDoubt();
    }

    /** What the record says is to be told, by monitor. */
    private Map<String, List<Edge>> written() throws IOException, InterruptedException {
        Map<String, List<Edge>> written = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (JsonNode incident : record()) {
            String monitor = incident.path("monitor").asText();
            String id = incident.path("id").asText();
            Edge opening = new Edge("opened", id, numbers.merge(monitor, 2, Integer::sum) - 1);
            add(written, monitor, opening);
            if (!incident.path("closed_at").isNull()) {
                add(written, monitor, new Edge("closed", id, opening.number() + 1));
            }
        }
        return written;
    }

    /** A line such as {@code shop/page works again after 3 s, status: …} tells the end as well. */
    private static void countEdges(String line, Map<String, Long> edges) {
        String monitor = line.substring(line.indexOf('/') + 1, line.indexOf(' '));
        edges.merge("opened " + monitor, 1L, Long::sum);
        if (line.contains("  works again after ")) {
            edges.merge("closed " + monitor, 1L, Long::sum);
        }
    }

    private static void add(Map<String, List<Edge>> edges, String monitor, Edge edge) {
        edges.computeIfAbsent(monitor, name -> new ArrayList<>()).add(edge);
    }

    private int requireRepeatedOnlyInDoubt() throws IOException, InterruptedException {
        Map<String, Integer> taken = new HashMap<>();
        Map<String, Integer> resets = new HashMap<>();
        for (Receipt receipt : receiver.receipts()) {
            if (receipt.taken()) {
                taken.merge(receipt.key(), 1, Integer::sum);
            }
            if (receipt.answer() == Answer.TAKE_AND_RESET) {
                resets.merge(receipt.key(), 1, Integer::sum);
            }
        }
        int repeated = 0;
        for (JsonNode row : api.deliveries("")) {
            String key = row.path("key").asText();
            assertThat(row.path("state").asText()).as("%s", row).isEqualTo("delivered");
            int again = taken.getOrDefault(key, 0) - 1;
            int doubted = row.path("ambiguous").asInt();
            assertThat(again)
                    .as("%s was sent again only where nobody could know", key)
                    .isBetween(0, doubted == 0 ? 0 : doubted + resets.getOrDefault(key, 0));
            repeated += again;
        }
        return repeated;
    }
}
