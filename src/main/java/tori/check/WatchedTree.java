package tori.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.EvaluationListener;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;

/**
 * Shows JSONPath a tree, and ends its search where that takes too long or finds too much. One
 * search; one thread.
 */
final class WatchedTree extends JacksonJsonNodeJsonProvider implements EvaluationListener {

    /** More than anybody means to compare; each is kept. */
    private static final int MAX_FOUND = 10_000;

    /** Each is kept with the path to it, whose names the site chooses. */
    private static final int MAX_PATH_CHARS = 4_000_000;

    private final Effort effort;
    private int found;
    private long pathChars;

    WatchedTree(ObjectMapper mapper, Effort effort) {
        super(mapper);
        this.effort = effort;
    }

    /** Whether the search was ended as it had found too much. */
    boolean isTooMuch() {
        return found > MAX_FOUND || pathChars > MAX_PATH_CHARS;
    }

    @Override
    public boolean isMap(Object node) {
        effort.tick();
        return super.isMap(node);
    }

    @Override
    public boolean isArray(Object node) {
        effort.tick();
        return super.isArray(node);
    }

    @Override
    public EvaluationContinuation resultFound(FoundResult result) {
        found++;
        pathChars += result.path().length();
        return isTooMuch() ? EvaluationContinuation.ABORT : EvaluationContinuation.CONTINUE;
    }
}
