package tori.config;

import java.util.ArrayList;
import java.util.List;

/** The keys as the tables in {@code src/docs/configuration.md} list them. */
final class Reference {

    /**
     * A key in its section.
     *
     * @param section where it belongs
     * @param heading the section's path, such as {@code sites[].monitors[]}
     */
    record Row(Section section, String heading, Key<?> key) {}

    private Reference() {}

    /** All keys, section by section. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        add(Keys.ROOT, "", "", rows);
        return rows;
    }

    /** The tables as Markdown. */
    static List<String> tables() {
        List<String> lines = new ArrayList<>();
        String heading = null;
        for (Row row : rows()) {
            if (!row.heading().equals(heading)) {
                heading = row.heading();
                lines.add("");
                lines.add("### " + (heading.isEmpty() ? "Top level" : "`" + heading + "`"));
                lines.add("");
                lines.add("| key | type | default | meaning |");
                lines.add("|---|---|---|---|");
            }
            lines.add(line(row.key()));
        }
        lines.add("");
        return lines;
    }

    private static String line(Key<?> key) {
        String byDefault =
                key.required()
                        ? "required"
                        : key.written() == null || key.written().equals("{}")
                                ? ""
                                : "`" + key.written() + "`";
        return "| `"
                + key.name()
                + "` | "
                + type(key.shape())
                + " | "
                + byDefault
                + " | "
                + key.doc()
                + " |";
    }

    private static String type(Shape<?> shape) {
        if (shape instanceof ScalarShape<?> scalar && scalar.allowed().startsWith("allowed: ")) {
            return "`"
                    + scalar.allowed().substring("allowed: ".length()).replace(", ", "` `")
                    + "`";
        }
        if (shape instanceof ListShape<?> list) {
            return "list of " + type(list.element());
        }
        if (shape instanceof EitherShape<?> either) {
            return type(either.full()) + " or " + type(either.brief());
        }
        boolean section = shape instanceof Section || shape instanceof MappedShape<?>;
        return section || shape instanceof TaggedShape ? "mapping" : shape.label();
    }

    private static void add(Section section, String path, String suffix, List<Row> rows) {
        section.keys().forEach(key -> rows.add(new Row(section, path + suffix, key)));
        String prefix = path.isEmpty() ? "" : path + ".";
        section.keys().forEach(key -> nested(key.shape(), prefix + key.name(), rows));
    }

    private static void nested(Shape<?> shape, String path, List<Row> rows) {
        boolean listed = rows.stream().anyMatch(row -> row.heading().equals(path));
        boolean inherited =
                path.matches(
                        "sites\\[].*\\.(retry|guard|adaptive|incident|message|record|notifier|notify)(\\[])?");
        if (listed || inherited) {
            return;
        }
        switch (shape) {
            case Section section -> add(section, path, "", rows);
            case MappedShape<?> mapped -> nested(mapped.section(), path, rows);
            case EitherShape<?> either -> nested(either.full(), path, rows);
            case ListShape<?> list -> nested(list.element(), path + "[]", rows);
            case MapShape<?, ?> map -> nested(map.value(), path + ".NAME", rows);
            case TaggedShape tagged ->
                    tagged.kinds()
                            .forEach((kind, section) ->
                                    add(section, path, " (type: " + kind + ")", rows));
            default -> {}
        }
    }
}
