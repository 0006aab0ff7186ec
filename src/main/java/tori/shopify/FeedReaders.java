package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult;

import java.io.IOException;
import java.util.List;

/**
 * Reads all the lists of products that a monitor watches, one after the other. Made for one poll
 * and confined to its thread, which blocks in it.
 */
final class FeedReaders {

    /** What the next poll is to know of the lists. Immutable. */
    sealed interface Remembered permits FeedReader.Remembered, SeveralLists {

        /** Of one of them, by its place. */
        FeedReader.Remembered of(int list);
    }

    /** Where there is more than one list. */
    private record SeveralLists(List<FeedReader.Remembered> lists) implements Remembered {

        @Override
        public FeedReader.Remembered of(int list) {
            return lists.get(list);
        }
    }

    private final List<FeedReader> lists;
    private int status;

    /**
     * @param lists at least one
     */
    FeedReaders(List<FeedReader> lists) {
        this.lists = lists;
    }

    /**
     * Reads the lists; returns why they could not be read, or null if they were. Lists of several
     * pages that miss products are read twice: a product may have slid from one page, or one
     * collection, to another between two requests, and only what both readings miss is gone.
     *
     * @param hasBaseline whether an empty list matters only if it misses what is known
     */
    PollResult.@Nullable Failed read(Sightings sightings, boolean hasBaseline)
            throws IOException, InterruptedException {
        PollResult.Failed failure = readAll(sightings, true);
        if (failure == null && pages() > 1 && isComplete() && sightings.misses()) {
            failure = readAll(sightings, false);
        }
        boolean matters = !hasBaseline || sightings.misses();
        return failure == null && matters ? findEmptyCollections() : failure;
    }

    private PollResult.@Nullable Failed readAll(Sightings sightings, boolean conditional)
            throws IOException, InterruptedException {
        sightings.beginRound();
        for (FeedReader list : lists) {
            PollResult.Failed failure = list.read(sightings, conditional);
            status = list.status();
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** Asks after collections whose empty lists would mean that products are gone. */
    private PollResult.@Nullable Failed findEmptyCollections()
            throws IOException, InterruptedException {
        for (FeedReader list : lists) {
            if (list.isOfCollection() && list.isEmpty()) {
                PollResult.Failed failure = list.findCollection();
                status = list.status();
                if (failure != null) {
                    return failure;
                }
            }
        }
        return null;
    }

    /** The last status; 0 if there was no answer. */
    int status() {
        return status;
    }

    /** How many pages the last reading read. */
    int pages() {
        int pages = 0;
        for (FeedReader list : lists) {
            pages += list.pages();
        }
        return pages;
    }

    /** Whether the last reading came to the end of every list. */
    boolean isComplete() {
        for (FeedReader list : lists) {
            if (!list.isComplete()) {
                return false;
            }
        }
        return true;
    }

    /** A list whose last reading ended at a repetition; null if there is none. */
    @Nullable FeedReader repeating() {
        FeedReader repeating = null;
        for (FeedReader list : lists) {
            repeating = list.repeats() ? list : repeating;
        }
        return repeating;
    }

    /** How cheaply it was found out that nothing has changed. */
    PollResult.Shortcut shortcut() {
        boolean notModified = true;
        boolean repeated = true;
        for (FeedReader list : lists) {
            notModified &= list.isNotModified();
            repeated &= list.isRepeated();
        }
        if (notModified) {
            return PollResult.Shortcut.NOT_MODIFIED;
        }
        return repeated ? PollResult.Shortcut.EQUAL_BYTES : PollResult.Shortcut.COMPARED;
    }

    /** When the last byte that was compared had come. */
    long lastByteNanos() {
        return lists.getLast().lastByteNanos();
    }

    /** What the next poll is to know of the pages; see {@link FeedReader#toRemember}. */
    Remembered toRemember(boolean overlapping) {
        return lists.size() == 1
                ? lists.getFirst().toRemember(overlapping)
                : new SeveralLists(
                        lists.stream().map(list -> list.toRemember(overlapping)).toList());
    }
}
