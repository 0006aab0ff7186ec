package tori.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * Reads and checks configuration files; runs on the calling thread, keeps nothing between calls and
 * is as thread-safe as the environment it is given.
 */
public final class ConfigLoader {

    private final Variables variables;

    /**
     * @param environment the value of an environment variable, null where it is not set; for
     *     example {@code System::getenv}
     */
    public ConfigLoader(Function<String, @Nullable String> environment) {
        this.variables = new Variables(environment);
    }

    /** Reads the file. Whatever is wrong with it, its content or its place, is in the result. */
    public LoadResult load(Path file) {
        Report report = new Report(file.toString());
        String text = ConfigText.read(file, report);
        return text == null ? new LoadResult.Invalid(report.problems()) : check(text, report);
    }

    /** Checks a text. Problems are told as of a file with this name. */
    public LoadResult load(String fileName, String text) {
        return check(text, new Report(fileName));
    }

    private LoadResult check(String text, Report report) {
        Tree tree = new TreeReader(report, variables).read(text);
        Values root = tree == null ? null : Keys.ROOT.read(tree, report);
        if (root == null) {
            return new LoadResult.Invalid(report.problems());
        }
        Values today = new Legacy(report).translate(root);
        Config config = new Resolver(today, report).resolve();
        return report.hasProblems()
                ? new LoadResult.Invalid(report.problems())
                : new LoadResult.Loaded(
                        config, report.warnings(), AddedMonitorLoader.of(today, config));
    }
}
