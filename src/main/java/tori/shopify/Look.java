package tori.shopify;

import tori.model.Event;

import java.util.List;

/**
 * What a monitor's last poll saw, for {@code probe}.
 *
 * @param status the HTTP status of the last page; 0 if there was no answer
 * @param pages how many pages were read
 * @param products how many products they show, each counted once
 * @param variants how many variants these have
 * @param available how many of the variants are available
 * @param events what was raised against what was known before
 */
public record Look(
        int status, int pages, int products, int variants, int available, List<Event> events) {

    /** Nothing was looked at yet. */
    static final Look NONE = new Look(0, 0, 0, 0, 0, List.of());

    public Look {
        events = List.copyOf(events);
    }
}
