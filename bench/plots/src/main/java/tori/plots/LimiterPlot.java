package tori.plots;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What asking for a permit costs, beside other libraries: {@code WindowBenchmark}. */
final class LimiterPlot implements Plot {

    private static final Pattern METHOD = Pattern.compile("(grant|refuse)(\\w+)");

    @Override
    public String name() {
        return "limiter";
    }

    @Override
    public String figures() {
        return "queue-and-limiter";
    }

    @Override
    public String caption() {
        return "Asking for a permit, beside other libraries: medians of all iterations.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Bars bars = new Bars();
        for (JmhResult figure : results.jmh("queue-and-limiter")) {
            Matcher method = METHOD.matcher(figure.method());
            if (figure.isOf("WindowBenchmark") && method.matches()) {
                String whose =
                        switch (method.group(2)) {
                            case "TimePassedIn" -> "tori, time passed in";
                            case "ClockRead" -> "tori, clock read";
                            case "ClockReadOncePerPass" -> "tori, clock read once a pass";
                            case "ThenGiveBackTimePassedIn" -> "tori, not completed";
                            default -> method.group(2);
                        };
                bars.put(
                        whose,
                        method.group(1).equals("grant") ? "granted" : "refused",
                        figure.median());
            }
        }
        return bars.draw(Look.bars("A permit", "ns"));
    }
}
