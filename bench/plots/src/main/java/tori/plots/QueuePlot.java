package tori.plots;

import java.io.IOException;
import java.util.Optional;

/**
 * What an event costs on its way through a queue: every benchmark of {@code queue-and-limiter.json}
 * that says what it goes {@code through}.
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
        return "An event from its producer to the consumer, through tori's queue and others:"
                + " medians of all iterations; least and most are in the table.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Bars bars = new Bars();
        for (JmhResult figure : results.jmh("queue-and-limiter")) {
            String through = figure.parameter("through");
            if (!through.isEmpty() && figure.unit().equals("ns/op")) {
                bars.put(through, figure.method(), figure.median());
            }
        }
        return bars.draw(Look.bars("An event through the queue", "ns"));
    }
}
