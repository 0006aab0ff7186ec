package tori.api;

import java.util.UUID;

/**
 * Answers what became of an event. Called on requests' threads, which wait for the disk; for
 * programs on this machine, as it says what destinations answered.
 */
final class EventPages {

    static final String ROOT = "/api/v1/events";

    private final EventDesk desk;

    EventPages(EventDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router) {
        router.localGet(ROOT + "/{uuid}", DeliveryPages.asking(this::show));
    }

    private void show(Exchange exchange) throws Exception {
        UUID id = exchange.pathUuid();
        EventStory story = desk.story(id);
        if (story == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "event " + id + " is not known");
        } else {
            exchange.succeed("event " + id, EventStoryJson.data(story));
        }
    }
}
