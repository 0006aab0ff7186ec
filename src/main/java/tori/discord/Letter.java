package tori.discord;

import tori.config.MessageConfig;
import tori.model.Event;
import tori.model.MonitorId;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that a message is made of: the same letter is always written the same. Immutable.
 *
 * @param events those told together side by side, newest first
 * @param sentAt when it was written, just before it was sent
 * @param styles how messages about a monitor's events look, where that is not the standard
 */
record Letter(List<Event> events, Instant sentAt, Map<MonitorId, MessageConfig> styles) {

    Letter {
        events = List.copyOf(events);
    }

    MessageConfig style(MonitorId monitor) {
        return styles.getOrDefault(monitor, MessageConfig.STANDARD);
    }
}
