package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a file destination wrote. */
final class EventFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventFile() {}

    /** The events in the order of the lines; none where there is no file. */
    static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                events.add(JSON.readTree(line));
            }
        }
        return events;
    }

    /** Type and subject of each event, such as {@code tori.variant.restocked 1/2}. */
    static List<String> told(Path file) throws IOException {
        return read(file).stream()
                .map(event -> event.get("type").asText() + " " + event.get("subject").asText())
                .toList();
    }
}
