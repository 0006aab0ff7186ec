package tori.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws every plot whose figures are there and puts the tables of JMH's figures in their place.
 * Main thread only. Arguments: {@code --results FOLDER}, {@code --png} for pictures to look at.
 */
public final class Plots {

    static final List<Plot> ALL =
            List.of(
                    new LatencyPlot(),
                    new MonitorsPlot(MonitorsPlot.Cost.BYTES),
                    new MonitorsPlot(MonitorsPlot.Cost.CPU),
                    new PageSizePlot(),
                    new QueuePlot(),
                    new LimiterPlot(),
                    new StartPlot(),
                    new SoakPlot(SoakPlot.Line.MEMORY),
                    new SoakPlot(SoakPlot.Line.COUNTS),
                    new SoakPlot(SoakPlot.Line.PAUSES));

    private static final List<String> TABLES =
            List.of("compare", "inflate", "not-modified", "page-size", "queue-and-limiter");

    private static final int USAGE = 2;

    private Plots() {}

    /**
     * Ends with 1 if a result cannot be read, 2 if the arguments say nothing; figures that are not
     * there are no failure.
     */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path folder;
        try {
            folder = folder(Arrays.asList(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench/plot: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        boolean failed =
                draw(
                        new Results(folder),
                        folder.resolve("plots"),
                        Arrays.asList(arguments).contains("--png"));
        failed |= tabulate(new Results(folder), folder);
        show(new Results(folder), folder);
        System.exit(failed ? 1 : 0);
    }

    /** The last folder that is named: bench/plot puts its own before those that are given. */
    static Path folder(List<String> arguments) {
        Path folder = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--results") && i + 1 < arguments.size()) {
                folder = Path.of(arguments.get(++i));
            } else if (!argument.equals("--png")) {
                throw new IllegalArgumentException(
                        argument.equals("--results")
                                ? "--results needs a folder"
                                : argument + "? Options: --results FOLDER --png");
            }
        }
        if (folder == null) {
            throw new IllegalArgumentException("which results? --results FOLDER");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        return folder;
    }

    private static boolean draw(Results results, Path to, boolean png) throws IOException {
        Files.createDirectories(to);
        boolean failed = false;
        for (Plot plot : ALL) {
            try {
                Optional<Drawing> drawing = plot.draw(results);
                if (drawing.isPresent()) {
                    Path file = to.resolve(plot.name() + ".svg");
                    drawing.get().write(file, png);
                    System.out.println("drawn: " + file);
                } else {
                    System.out.println("not drawn: " + plot.name() + ", for want of figures");
                }
            } catch (IOException | IllegalArgumentException e) {
                System.out.println("NOT DRAWN: " + plot.name() + ": " + e.getMessage());
                failed = true;
            }
        }
        return failed;
    }

    /** Puts the plots of bench/results into the README; those of other folders are nobody's. */
    private static void show(Results results, Path folder) throws IOException {
        Path readme = folder.resolve("../../README.md").normalize();
        if (!folder.endsWith("bench/results") || !Files.isRegularFile(readme)) {
            return;
        }
        StringBuilder gallery = new StringBuilder();
        for (Plot plot : ALL) {
            if (Files.isRegularFile(folder.resolve("plots").resolve(plot.name() + ".svg"))) {
                gallery.append(
                        """

                        %s %s.

                        ![%s](bench/results/plots/%s.svg)
                        """
                                .formatted(
                                        plot.caption(),
                                        results.provenance(plot.figures()).sentence(),
                                        plot.name(),
                                        plot.name()));
            }
        }
        MarkedTable.put(readme, "figures", gallery + "\n");
    }

    private static boolean tabulate(Results results, Path folder) {
        boolean failed = false;
        for (String name : TABLES) {
            try {
                List<JmhResult> figures = results.jmh(name);
                if (!figures.isEmpty()
                        && !MarkedTable.put(
                                folder.resolve(name + ".md"), "table", JmhTable.of(figures))) {
                    System.out.println("no place for a table in " + name + ".md");
                }
            } catch (IOException | IllegalArgumentException e) {
                System.out.println("NO TABLE: " + name + ": " + e.getMessage());
                failed = true;
            }
        }
        return failed;
    }
}
