package tori.config;

import java.util.List;

/** A YAML document with places, after aliases, merges and variables; immutable. */
sealed interface Tree {

    /** Where it starts, and its path. */
    Place place();

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
    }

    /** A list. */
    record Sequence(List<Tree> items, Place place) implements Tree {}

    /** Keys with values; no key occurs twice. */
    record Mapping(List<Entry> entries, Place place) implements Tree {}

    /** Something whose problem has been reported already. */
    record Broken(Place place) implements Tree {}

    /**
     * A key and its value.
     *
     * @param place of the key, with the path of the value
     */
    record Entry(String key, Place place, Tree value) {}
}
