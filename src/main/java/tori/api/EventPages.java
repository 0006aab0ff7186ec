package tori.api;

import java.util.UUID;

/**
 * Answers what became of an event. Called on requests' threads, which wait for the disk. A user is
 * told of events of their own monitors, but not what destinations answered: those are the
 * operator's.
 */
final class EventPages {

    static final String ROOT = "/api/v1/events";

    private final EventDesk desk;

    EventPages(EventDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, ROOT + "/{uuid}", DeliveryPages.asking(this::show));
    }

    private void show(Exchange exchange) throws Exception {
        UUID id = exchange.pathUuid();
        EventStory story = desk.story(id);
        if (story != null && !exchange.maySeeAll()) {
            story = exchange.maySee(EventStoryJson.site(story)) ? story.withoutDeliveries() : null;
        }
        if (story == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "event " + id + " is not known");
        } else {
            exchange.succeed("event " + id, EventStoryJson.data(story));
        }
    }
}
