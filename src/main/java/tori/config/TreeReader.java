package tori.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns YAML text into a {@link Tree}; used by the loading thread, once per file. Only YAML's
 * structure is used, never its idea of types: {@code no}, {@code on} and {@code 010} stay what the
 * user wrote until a key says what is due.
 */
final class TreeReader {

    /** Aliases may multiply a small file; this is far beyond any that somebody writes. */
    static final int MAX_NODES = 1_000_000;

    /** A large file has no more values than this many characters each, by its own length. */
    private static final int CHARACTERS_PER_NODE = 4;

    /** The deepest key there is lies 8 levels deep. */
    static final int MAX_DEPTH = 50;

    private static final Resolver RESOLVER = new Resolver();

    private final Report report;
    private final Variables variables;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;
    private int mostNodes = MAX_NODES;
    private boolean exhausted;
    private boolean hidden;

    /** Lists whose elements may be let go of once they are read. */
    private final Set<Node> readOnce = Collections.newSetFromMap(new IdentityHashMap<>());

    TreeReader(Report report, Variables variables) {
        this.report = report;
        this.variables = variables;
    }

    /** The document; null after a problem was reported without which nothing can be said. */
    @Nullable Tree read(String text) {
        mostNodes = Math.max(MAX_NODES, text.length() / CHARACTERS_PER_NODE);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(ConfigText.MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        // Aliases of collections are bounded by MAX_NODES, as it is their expansion that costs.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        String parsed = Variables.hide(text);
        hidden = !parsed.equals(text);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(parsed));
        } catch (YAMLException e) {
            YamlProblems.report(e, text, tooDeep(parsed, options), report);
            return null;
        }
        if (root == null) {
            report.problem(report.place(1, 1, ""), "the file is empty; it needs at least 'sites'");
            return null;
        }
        SequenceNode longest = longest(root);
        if (longest != null) {
            readOnce.add(longest);
        }
        Tree tree = convert(root, "");
        return exhausted ? null : tree;
    }

    /** Where the text first goes too deep, which the parser leaves unsaid; null if nowhere. */
    private static @Nullable Mark tooDeep(String text, LoaderOptions options) {
        int depth = 0;
        try {
            for (Event event : new Yaml(options).parse(new StringReader(text))) {
                if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                    return event.getStartMark();
                } else if (event instanceof CollectionEndEvent) {
                    depth--;
                }
            }
        } catch (YAMLException e) {
            // Of another kind, and reported already.
        }
        return null;
    }

    /** The longest list there is in a large file, unless an alias may lead to it again. */
    private static @Nullable SequenceNode longest(Node root) {
        SequenceNode longest = null;
        if (root instanceof MappingNode mapping && root.getAnchor() == null) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getValueNode() instanceof SequenceNode list
                        && list.getAnchor() == null
                        && (longest == null
                                || list.getValue().size() > longest.getValue().size())) {
                    longest = list;
                }
            }
        }
        return longest;
    }

    private Tree convert(Node node, String path) {
        Place place = place(node, path);
        if (exhausted) {
            return new Tree.Broken(place);
        }
        if (++nodes > mostNodes) {
            exhausted = true;
            report.problem(
                    place, "aliases make the file too large; at most " + mostNodes + " values");
            return new Tree.Broken(place);
        }
        if (node.getTag().getValue().startsWith("!")) {
            report.problem(
                    place,
                    "has the tag " + Masking.quoted(node.getTag().getValue()) + "; remove it");
            return new Tree.Broken(place);
        }
        if (node instanceof ScalarNode scalar) {
            return variables.fill(scalar(scalar, place), report);
        }
        if (open.size() >= MAX_DEPTH || !open.add(node)) {
            report.problem(place, "an alias leads back to itself or too deep; write it out");
            return new Tree.Broken(place);
        }
        try {
            return node instanceof SequenceNode sequence
                    ? sequence(sequence, place)
                    : mapping((MappingNode) node, place);
        } finally {
            open.remove(node);
        }
    }

    private Tree.Scalar scalar(ScalarNode node, Place place) {
        boolean plain = node.isPlain();
        if (plain && node.getTag().equals(Tag.STR)) {
            // Only an explicit !!str makes text of what would otherwise be something else.
            plain = RESOLVER.resolve(NodeId.scalar, node.getValue(), true).equals(Tag.STR);
        }
        return new Tree.Scalar(written(node), plain, false, place);
    }

    private String written(ScalarNode node) {
        return hidden ? Variables.unhide(node.getValue()) : node.getValue();
    }

    private Tree sequence(SequenceNode node, Place place) {
        List<Tree> items = new ArrayList<>();
        List<Node> elements = node.getValue();
        for (int i = 0; i < elements.size(); i++) {
            items.add(convert(elements.get(i), place.path() + "[" + i + "]"));
            if (readOnce.contains(node)) {
                // Of very many sites, both forms of all of them would not fit into the heap.
                elements.set(i, node);
            }
        }
        return new Tree.Sequence(items, place);
    }

    private Tree mapping(MappingNode node, Place place) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        List<Node> merges = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merges.add(tuple.getValueNode());
                continue;
            }
            Tree.Entry entry = entry(tuple, place.path());
            if (entry == null) {
                continue;
            }
            Tree.Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                report.problem(
                        entry.place(),
                        "is there twice; it was first given in line " + first.place().line());
            }
        }
        merges.forEach(merged -> merge(merged, place, entries));
        return new Tree.Mapping(List.copyOf(entries.values()), place);
    }

    private Tree.@Nullable Entry entry(NodeTuple tuple, String parentPath) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            report.problem(
                    place(tuple.getKeyNode(), parentPath),
                    "a list or mapping is used as a key; keys are plain words");
            return null;
        }
        String name = written(key);
        String path = parentPath.isEmpty() ? name : parentPath + "." + name;
        return new Tree.Entry(name, place(key, path), convert(tuple.getValueNode(), path));
    }

    /** Adds what {@code <<} brings; keys that are there already win. */
    private void merge(Node merged, Place place, Map<String, Tree.Entry> entries) {
        Tree tree = convert(merged, place.path());
        List<Tree> sources =
                tree instanceof Tree.Sequence sequence ? sequence.items() : List.of(tree);
        for (Tree source : sources) {
            switch (source) {
                case Tree.Mapping mapping ->
                        mapping.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
                case Tree.Broken _ -> {}
                case Tree.Scalar _, Tree.Sequence _ ->
                        report.problem(
                                source.place(),
                                "'<<' merges something that is no mapping; give an alias of a"
                                        + " mapping, such as '<<: *name'");
            }
        }
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private Place place(Node node, String path) {
        Mark mark = node.getStartMark();
        return report.place(mark.getLine() + 1, mark.getColumn() + 1, path);
    }
}
