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
     * That each incident of the record was told once and its end once, in order and numbered
     * without a gap, and no other; and that nothing was repeated but where nobody could know
     * whether it had arrived. All deliveries must have ended.
     *
     * @return how many repetitions there were
     */
    int requireAsWritten() throws IOException, InterruptedException {
        Map<String, List<String>> told = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (JsonNode event : messages()) {
            if (!event.path("type").asText().startsWith(TYPE)) {
                continue;
            }
            String monitor = event.path("subject").asText();
            int number = event.at("/data/sequence").asInt();
            assertThat(number)
                    .as("%s is told in order, nothing is lost and nothing told anew", monitor)
                    .isEqualTo(numbers.merge(monitor, 1, Integer::sum));
            told.computeIfAbsent(monitor, name -> new ArrayList<>())
                    .add(
                            event.path("type").asText()
                                    + " "
                                    + event.at("/data/incident/id").asText());
        }
        Map<String, List<String>> written = new HashMap<>();
        for (JsonNode incident : record()) {
            List<String> of =
                    written.computeIfAbsent(
                            incident.path("monitor").asText(), name -> new ArrayList<>());
            of.add(TYPE + "opened " + incident.path("id").asText());
            if (!incident.path("closed_at").isNull()) {
                of.add(TYPE + "closed " + incident.path("id").asText());
            }
        }
        assertThat(told).isEqualTo(written);
        return requireRepeatedOnlyInDoubt();
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
