package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tori.config.DeliveryConfig;
import tori.config.DeliveryMode;
import tori.config.DestinationConfig;
import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PreparedDestinationsTest {

    private static final DeliveryConfig DELIVERY =
            new DeliveryConfig(DeliveryMode.FRESHEST, null, 16, Duration.ofMinutes(1), List.of());

    private final List<String> open = new ArrayList<>();

    /** Nobody sends anything with it. */
    private final class Held implements Sender {

        private final String path;

        private Held(String path) {
            this.path = path;
            open.add(path);
        }

        @Override
        public SendResult send(List<Event> events) {
            return new SendResult.Sent(Duration.ZERO, Answer.NONE, false);
        }

        @Override
        public void close() {
            open.remove(path);
        }
    }

    private Sender sender(DestinationConfig config) {
        String path = ((DestinationConfig.File) config).path();
        if (path.equals("refused")) {
            throw new IllegalArgumentException("no such place");
        }
        return new Held(path);
    }

    private static Map<String, DestinationConfig> files(String... paths) {
        Map<String, DestinationConfig> configs = new LinkedHashMap<>();
        for (String path : paths) {
            configs.put(path, new DestinationConfig.File(path, DELIVERY));
        }
        return configs;
    }

    @Test
    void shouldPrepareWhatIsWantedInItsOrder() {
        PreparedDestinations prepared =
                PreparedDestinations.of(files("c", "b", "a"), Set.of("a", "c"), this::sender);

        assertThat(prepared.byName()).containsOnlyKeys("c", "a");
        assertThat(open).containsExactly("c", "a");
    }

    @Test
    void shouldKeepNoSenderIfOneIsRefused() {
        Map<String, DestinationConfig> configs = files("one", "two", "refused", "three");
        assertThatThrownBy(() -> PreparedDestinations.of(configs, configs.keySet(), this::sender))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("destinations.refused: no such place");

        assertThat(open).isEmpty();
    }

    @Test
    void shouldCloseWhatIsDiscarded() {
        PreparedDestinations.of(files("one", "two"), Set.of("one", "two"), this::sender).discard();

        assertThat(open).isEmpty();
    }
}
