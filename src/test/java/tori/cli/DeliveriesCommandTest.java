package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.delivery.DeliveryState;
import tori.load.DiscordLoadOrder;
import tori.load.EventLoadOrder;
import tori.load.HttpLoadOrder;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

class DeliveriesCommandTest {

    private final Recorder actions = new Recorder();

    private int execute(String line) {
        return ToriCommand.execute(actions, () -> "tori test", line.split(" "));
    }

    @Test
    void shouldListWhatIsAskedFor() {
        assertThat(execute("deliveries list")).isZero();
        assertThat(actions.order)
                .isEqualTo(new DeliveriesOrder.Listing(List.of(), null, 50, false));
        assertThat(actions.config).isEqualTo(Path.of("config.yaml"));

        assertThat(
                        execute(
                                "deliveries list --state failed --state pending,retry_wait"
                                        + " --destination hook --limit 500 --json --config a.yaml"))
                .isZero();
        assertThat(actions.order)
                .isEqualTo(
                        new DeliveriesOrder.Listing(
                                List.of(
                                        DeliveryState.FAILED,
                                        DeliveryState.PENDING,
                                        DeliveryState.RETRY_WAIT),
                                "hook",
                                500,
                                true));
        assertThat(actions.config).isEqualTo(Path.of("a.yaml"));
    }

    @Test
    void shouldTakeTheConfigurationAnywhere() {
        for (String line :
                List.of(
                        "-c a.yaml deliveries show 7",
                        "deliveries -c a.yaml show 7",
                        "deliveries show -c a.yaml 7",
                        "deliveries show 7 --config=a.yaml")) {
            assertThat(execute(line)).isZero();
            assertThat(actions.order).isEqualTo(new DeliveriesOrder.Showing(7, false));
            assertThat(actions.config).isEqualTo(Path.of("a.yaml"));
        }
    }

    @Test
    void shouldDecideAboutThoseNamedOrAllThatFit() {
        execute("deliveries retry 3 5");
        assertThat(actions.order)
                .isEqualTo(
                        new DeliveriesOrder.Retrying(
                                new DeliveriesOrder.Selection.Named(List.of(3L, 5L))));
        execute("deliveries retry --all");
        assertThat(actions.order)
                .isEqualTo(
                        new DeliveriesOrder.Retrying(
                                new DeliveriesOrder.Selection.All(List.of(), null)));
        execute("deliveries discard --all --destination hook --state pending");
        assertThat(actions.order)
                .isEqualTo(
                        new DeliveriesOrder.Discarding(
                                new DeliveriesOrder.Selection.All(
                                        List.of(DeliveryState.PENDING), "hook")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deliveries",
                "deliveries all",
                "deliveries list --state dead",
                "deliveries list --limit 0",
                "deliveries list --limit 501",
                "deliveries list 7",
                "deliveries show",
                "deliveries show x",
                "deliveries show 1 2",
                "deliveries retry",
                "deliveries retry --destination hook",
                "deliveries retry --all 7",
                "deliveries retry x",
                "deliveries discard",
                "deliveries discard --state failed",
                "deliveries discard 7 --destination hook",
            })
    void shouldRefuseWhatIsNotClear(String line) {
        assertThat(execute(line)).isEqualTo(ExitStatus.USAGE);
        assertThat(actions.order).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "help deliveries",
                "help schema",
                "deliveries --help",
                "deliveries retry --help",
                "deliveries discard --version"
            })
    void shouldHelp(String line) {
        assertThat(execute(line)).isZero();
        assertThat(actions.order).isNull();
    }

    /** Remembers what deliveries it was asked about; nothing else is expected of it. */
    private static final class Recorder implements Actions {

        private @Nullable Path config;
        private @Nullable DeliveriesOrder order;

        @Override
        public int deliveries(Path file, DeliveriesOrder asked) {
            config = file;
            order = asked;
            return ExitStatus.OK;
        }

        private static AssertionError unexpected() {
            return new AssertionError("another command ran");
        }

        @Override
        public int run(Path file) {
            throw unexpected();
        }

        @Override
        public int check(Path file) {
            throw unexpected();
        }

        @Override
        public int probe(Path file, ProbeOrder asked) {
            throw unexpected();
        }

        @Override
        public int notifyTest(Path file, String destination) {
            throw unexpected();
        }

        @Override
        public int users(Path file, UserOrder asked) {
            throw unexpected();
        }

        @Override
        public int explain(Path config, UUID event, boolean json) {
            throw unexpected();
        }

        @Override
        public int replay(ReplayOrder order) {
            throw unexpected();
        }

        @Override
        public int status(StatusOrder order) {
            throw unexpected();
        }

        @Override
        public int profile(ProfileOrder asked) {
            throw unexpected();
        }

        @Override
        public int loadHttp(HttpLoadOrder asked, boolean json) {
            throw unexpected();
        }

        @Override
        public int loadDiscord(DiscordLoadOrder asked, boolean json) {
            throw unexpected();
        }

        @Override
        public int loadEvents(EventLoadOrder asked, boolean json) {
            throw unexpected();
        }

        @Override
        public int summary(Path recording, boolean json) {
            throw unexpected();
        }

        @Override
        public int signing(Path file, SigningOrder asked) {
            throw unexpected();
        }

        @Override
        public int schema() {
            throw unexpected();
        }

        @Override
        public int version() {
            throw unexpected();
        }
    }
}
