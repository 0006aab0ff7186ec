package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one folder of results. Each is what bench/run writes, with {@code runs} that hold a
 * {@code result}, or what a measurement itself wrote. Immutable.
 */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Results(Path folder) {
        this.folder = folder;
    }

    /**
     * What each run of a measurement said, in the order of the runs; none if it was not taken.
     *
     * @throws IOException if the file is no JSON
     */
    List<JsonNode> runs(String name) throws IOException {
        JsonNode root = read(name);
        if (root.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> runs = new ArrayList<>();
        for (JsonNode run : root.path("runs")) {
            if (run.has("result")) {
                runs.add(run.get("result"));
            }
        }
        return runs.isEmpty() ? List.of(root) : runs;
    }

    /** Where they come from; without words if it was not taken. */
    Provenance provenance(String name) throws IOException {
        return Provenance.of(read(name));
    }

    private JsonNode read(String name) throws IOException {
        Path file = folder.resolve(name + ".json");
        return Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
    }

    /** The same, as JMH's. */
    List<JmhResult> jmh(String name) throws IOException {
        List<JmhResult> figures = new ArrayList<>();
        for (JsonNode run : runs(name)) {
            for (JsonNode each : run) {
                if (each.has("primaryMetric")) {
                    figures.add(JmhResult.of(each));
                }
            }
        }
        return figures;
    }
}
