package tori.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says in a sentence what the YAML parser found wrong; stateless, any thread. */
final class YamlProblems {

    private static final String TOO_DEEP = "Nesting Depth exceeded";

    /** What the parser says, or a part of it, and what helps; the first that fits is taken. */
    private static final Map<String, String> SENTENCES = sentences();

    private YamlProblems() {}

    /**
     * @param text as it was parsed
     * @param deepest where it first goes deeper than is read; null if it does not
     */
    static void report(YAMLException problem, String text, @Nullable Mark deepest, Report report) {
        switch (problem) {
            case MarkedYAMLException marked -> {
                // Of a quote that is never closed, the opening one is the place to look at.
                boolean quote = said(marked).contains("while scanning a quoted scalar");
                Mark mark = quote ? marked.getContextMark() : marked.getProblemMark();
                if (mark == null) {
                    report.problem(report.wholeFile(), sentence(said(marked)));
                } else {
                    report.problem(
                            report.place(mark.getLine() + 1, mark.getColumn() + 1, ""),
                            sentence(said(marked)));
                }
            }
            case ReaderException unprintable -> {
                int end = text.offsetByCodePoints(0, unprintable.getPosition());
                int lineStart = text.lastIndexOf('\n', end - 1) + 1;
                int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
                report.problem(
                        report.place(line + 1, text.codePointCount(lineStart, end) + 1, ""),
                        String.format(
                                Locale.ROOT,
                                "has the control character U+%04X, which YAML does not allow;"
                                        + " remove it, or write it as an escape in double quotes",
                                unprintable.getCodePoint()));
            }
            default -> {
                String said = String.valueOf(problem.getMessage());
                Place place =
                        said.contains(TOO_DEEP) && deepest != null
                                ? report.place(deepest.getLine() + 1, deepest.getColumn() + 1, "")
                                : report.wholeFile();
                report.problem(place, sentence(said));
            }
        }
    }

    private static String said(MarkedYAMLException marked) {
        String context = marked.getContext();
        return (context == null ? "" : context + ": ") + marked.getProblem();
    }

    private static String sentence(String said) {
        for (Map.Entry<String, String> sentence : SENTENCES.entrySet()) {
            if (said.contains(sentence.getKey())) {
                return sentence.getValue();
            }
        }
        return "is not valid YAML: " + Masking.quoted(said);
    }

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        sentences.put("\\t", "has a tab where only spaces are allowed; indent with spaces");
        sentences.put(
                "mapping values are not allowed here",
                "a ':' is not allowed here; put the text in quotes, or check the indentation");
        sentences.put(
                "while scanning a quoted scalar", "a quoted text is not closed; add the quote");
        sentences.put(
                "could not find expected ':'",
                "a key has no ':'; write 'key: value', and check the line before");
        sentences.put(
                "found undefined alias",
                "the alias is not defined; define it before with '&name', or put the text in"
                        + " quotes");
        sentences.put(
                "while parsing a flow mapping",
                "a '{' is not closed properly; separate with ',' and close with '}'");
        sentences.put(
                "while parsing a flow sequence",
                "a '[' is not closed properly; separate with ',' and close with ']'");
        sentences.put(
                "expected <block end>",
                "does not line up with the lines above; give the keys of one mapping and the"
                        + " '-' of one list the same indentation");
        sentences.put(
                "expected a single document",
                "a second document starts here; a configuration is one document");
        sentences.put(TOO_DEEP, "is nested too deep; at most 50 levels are read");
        sentences.put(
                "cannot start any token",
                "this character cannot start a value; put the text in quotes");
        sentences.put("while scanning an alias", "a '*' starts an alias; put the text in quotes");
        sentences.put(
                "while scanning an anchor", "an '&' starts an anchor; put the text in quotes");
        sentences.put("undefined tag handle", "a '!' starts a tag; put the text in quotes");
        return sentences;
    }
}
