package tori.plots;

import java.io.IOException;
import java.util.Optional;

/**
 * What an event costs on its way through a queue: every benchmark of {@code queue-and-limiter.json}
 * that says what it goes {@code through}; of crowds of producers those of 64.
 */
final class QueuePlot implements Plot {

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String figures() {
        return "queue-and-limiter";
    }

    @Override
    public String caption() {
        return "Processor time of an event from its producer to the consumer, through tori's queue"
                + " and others: medians of all iterations; least and most are in the table.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Bars bars = new Bars();
        for (JmhResult figure : results.jmh("queue-and-limiter")) {
            String through = figure.parameter("through");
            String producers = figure.parameter("producers");
            boolean shown = producers.isEmpty() || producers.startsWith("64");
            if (!through.isEmpty() && figure.unit().equals("ns/op") && shown) {
                String group = producers.isEmpty() ? "" : ", " + producers;
                bars.put(through, figure.method() + group, figure.medianCost());
            }
        }
        return bars.draw(Look.bars("An event through the queue", "ns"));
    }
}
