package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Optional;

/** Time from {@code java -jar} to the first poll, for each way to start. */
final class StartPlot implements Plot {

    private static final String WARM = "start_ms";
    private static final String COLD = "cold_start_ms";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String figures() {
        return "start";
    }

    @Override
    public String caption() {
        return "From `java -jar` to the first poll received, by the shop's clock: medians of all"
                + " starts.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Bars bars = new Bars();
        for (JsonNode run : results.runs("start")) {
            for (JsonNode variant : run.path("variants")) {
                put(bars, "files in the page cache", variant, WARM);
                put(bars, "jar and archive not in it", variant, COLD);
            }
        }
        return bars.draw(Look.bars("From java -jar to the first poll, median", "ms"));
    }

    private static void put(Bars bars, String series, JsonNode variant, String figure) {
        double median = variant.path(figure).path("median").asDouble();
        if (median > 0) {
            bars.put(series, variant.path("name").asText(), median);
        }
    }
}
