package tori.plots;

import java.io.IOException;
import java.util.Optional;

/** One picture of some figures. Immutable. */
interface Plot {

    /** Of the file, without its ending. */
    String name();

    /** Whose figures, without their ending. */
    String figures();

    /** What it shows, in a sentence for people, with what its points are. */
    String caption();

    /**
     * The picture; empty if its figures are not there.
     *
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if they are not what they should be
     */
    Optional<Drawing> draw(Results results) throws IOException;
}
