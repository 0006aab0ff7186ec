package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A YAML document with places, after aliases, merges and variables; immutable. */
sealed interface Tree {

    /** Where it starts, and its path. */
    Place place();

    /** What the reader makes of it; null of what is broken. */
    <T> @Nullable T readBy(Reader<T> reader);

    /**
     * Makes something of whatever a tree is. In its place a {@code switch} over the types would do,
     * whose class every start would have to make anew: what reads each configuration goes this way.
     */
    interface Reader<T> {

        @Nullable T scalar(Scalar scalar);

        @Nullable T sequence(Sequence sequence);

        @Nullable T mapping(Mapping mapping);
    }

    /**
     * Text.
     *
     * @param text with variables filled in
     * @param plain written without quotes, so that it may mean something else than text
     * @param variable whether a variable was filled in
     */
    record Scalar(String text, boolean plain, boolean variable, Place place) implements Tree {

        /** Whether this is how YAML writes nothing. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~"));
        }

        /** Whether a variable left nothing, which counts as not given. */
        boolean isEmptyVariable() {
            return variable && text.isBlank();
        }

        Scalar withText(String other) {
            return new Scalar(other, plain, variable, place);
        }

        /** The text for a message; never what a variable held. */
        String shown() {
            return variable ? "the value of the variable" : Masking.quoted(text);
        }

        @Override
        public <T> @Nullable T readBy(Reader<T> reader) {
            return reader.scalar(this);
        }
    }

    /** A list. */
    record Sequence(List<Tree> items, Place place) implements Tree {

        @Override
        public <T> @Nullable T readBy(Reader<T> reader) {
            return reader.sequence(this);
        }
    }

    /** Keys with values; no key occurs twice. */
    record Mapping(List<Entry> entries, Place place) implements Tree {

        @Override
        public <T> @Nullable T readBy(Reader<T> reader) {
            return reader.mapping(this);
        }
    }

    /** Something whose problem has been reported already. */
    record Broken(Place place) implements Tree {

        @Override
        public <T> @Nullable T readBy(Reader<T> reader) {
            return null;
        }
    }

    /**
     * A key and its value.
     *
     * @param place of the key, with the path of the value
     */
    record Entry(String key, Place place, Tree value) {}
}
