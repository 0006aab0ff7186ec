package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryDetail;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What became of an event as JSON, as the API and the command show it; times in UTC. Any thread.
 */
public final class EventStoryJson {

    private EventStoryJson() {}

    /** In a line. */
    public static String text(EventStory story) {
        try {
            return DeliveryJson.JSON.writeValueAsString(data(story));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and maps can always be written", e);
        }
    }

    static Map<String, Object> data(EventStory story) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", story.id().toString());
        data.put("event", event(story.event()));
        data.put("live", story.live());
        data.put("steps", story.steps().stream().map(EventStoryJson::stepData).toList());
        data.put("deliveries", story.deliveries().stream().map(DeliveryJson::detailData).toList());
        return data;
    }

    /** The site that the event is of; empty where the log does not have the event (yet). */
    static String site(EventStory story) {
        JsonNode event = event(story.event());
        return event == null ? "" : event.at("/data/site").asText("");
    }

    private static @Nullable JsonNode event(String json) {
        try {
            return json.isEmpty() ? null : DeliveryJson.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, Object> stepData(EventStory.Step step) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", step.time().toString());
        data.put("destination", step.destination().isEmpty() ? null : step.destination());
        data.put("what", step.what());
        if (step.request() > 0) {
            data.put("request", step.request());
            data.put("events", step.events());
        }
        if (step.words() != null) {
            data.put("words", step.words());
        }
        if (step.other() != null) {
            data.put("by", step.other().toString());
        }
        return data;
    }

    /** What {@link #data} wrote. */
    static EventStory read(JsonNode data) throws IOException {
        try {
            List<EventStory.Step> steps = new ArrayList<>();
            for (JsonNode step : data.path("steps")) {
                steps.add(
                        new EventStory.Step(
                                Instant.parse(step.path("time").asText()),
                                step.path("destination").asText(""),
                                step.path("what").asText(),
                                step.path("request").asLong(0),
                                step.path("events").asInt(0),
                                step.hasNonNull("words") ? step.get("words").asText() : null,
                                step.hasNonNull("by")
                                        ? UUID.fromString(step.get("by").asText())
                                        : null));
            }
            List<DeliveryDetail> deliveries = new ArrayList<>();
            for (JsonNode delivery : data.path("deliveries")) {
                deliveries.add(DeliveryJson.readDetail(delivery));
            }
            return new EventStory(
                    UUID.fromString(data.path("id").asText()),
                    data.path("event").isObject() ? data.get("event").toString() : "",
                    data.path("live").asBoolean(),
                    steps,
                    deliveries);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("not an event: " + e.getMessage(), e);
        }
    }
}
