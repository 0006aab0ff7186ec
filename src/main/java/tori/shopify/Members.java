package tori.shopify;

import java.io.IOException;

/**
 * Steps from member to member of JSON objects, parsing the names that have no {@link Precedent}.
 * Used by the thread of its {@link JsonCursor}.
 */
final class Members {

    private final JsonCursor cursor;
    private final Window window;
    private int field;

    Members(JsonCursor cursor) {
        this.cursor = cursor;
        this.window = cursor.window();
    }

    /** From behind a value to the next field's name, or to the closing brace. */
    int next(int from) throws IOException {
        int p = cursor.passSpace(from);
        int c = cursor.at(p);
        if (c == ',') {
            p = cursor.passSpace(p + 1);
            if (cursor.at(p) == '}') {
                throw window.unexpected(p, "a field name");
            }
        } else if (c != '}') {
            throw window.unexpected(p, "a comma or }");
        }
        return p;
    }

    /**
     * From behind an object's brace or value to the next value, whose field is noted; or to behind
     * the closing brace, which is returned negated.
     */
    int parse(Precedent precedent, int place, int from) throws IOException {
        long start = window.offset(from);
        int p = place == 0 ? cursor.passSpace(from) : next(from);
        if (cursor.at(p) == '}') {
            return -(p + 1);
        }
        p = cursor.passName(p);
        field = Field.of(cursor);
        precedent.learnName(place, start, (int) (window.offset(p) - start), field);
        return p;
    }

    /** The field whose name was parsed last. */
    int field() {
        return field;
    }
}
