package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What counts where a key is left out, read when that first happens: a start needs few of all.
 * Immutable to the outside, any thread.
 */
final class Default<T> {

    private final String keyName;
    private final Shape<T> shape;
    private final String written;

    /** Values are immutable; two threads may both read one, and read the same. */
    private volatile @Nullable T value;

    /**
     * @param keyName for whoever wrote one that cannot be read
     * @param written as YAML
     */
    Default(String keyName, Shape<T> shape, String written) {
        this.keyName = keyName;
        this.shape = shape;
        this.written = written;
    }

    /** As one would write it. */
    String written() {
        return written;
    }

    T value() {
        T known = value;
        if (known == null) {
            known = read();
            value = known;
        }
        return known;
    }

    private T read() {
        Report report = new Report("default of " + keyName);
        Tree tree = new TreeReader(report, new Variables(variable -> null)).read(written);
        T read = tree == null ? null : shape.read(tree, report);
        return Objects.requireNonNull(read, () -> report.problems().toString());
    }
}
