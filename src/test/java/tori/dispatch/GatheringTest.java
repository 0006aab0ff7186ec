package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.telemetry.SilentMeters;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events of one decade are told together: 10 to 19, 20 to 29. */
class GatheringTest {

    private static final int MANY = Integer.MAX_VALUE;
    private static final MonitorId NOISY = new MonitorId("noisy", "all");
    private static final MonitorId QUIET = new MonitorId("quiet", "all");

    private final ScriptedSender sender = new ScriptedSender();
    private final PendingEvents pending = new PendingEvents("main", 256, new SilentMeters());

    GatheringTest() {
        sender.maxBatch = 3;
        sender.maxEvents = 6;
        sender.decades = true;
    }

    private void waitFor(int... numbers) {
        for (int i = 0; i < numbers.length; i++) {
            pending.add(Events.price(numbers[i], i));
        }
    }

    private List<String> gather(int permits) {
        return subjects(Gathering.gather(pending, sender, permits));
    }

    private static List<String> subjects(List<Attempt> batch) {
        return batch.stream().map(each -> each.event().subject()).toList();
    }

    @Test
    void shouldTakeWhatIsToldTogetherWithTheNewestThoughPermitsAbound() {
        waitFor(10, 20, 11, 21, 12);

        assertThat(gather(MANY)).containsExactly("12", "11", "10");
        assertThat(gather(MANY)).containsExactly("21", "20");
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void shouldAddPartsOnlyWherePermitsAreShort() {
        waitFor(10, 20, 30, 40);

        assertThat(gather(4)).containsExactly("40");
        assertThat(gather(2)).containsExactly("30", "20");
        assertThat(gather(1)).containsExactly("10");
    }

    @Test
    void shouldBoundThePartsAndTheEvents() {
        waitFor(10, 11, 20, 30, 40, 41, 42, 43, 44);

        assertThat(gather(1)).containsExactly("44", "43", "42", "41", "40", "30");
        assertThat(gather(1)).containsExactly("20", "11", "10");
        waitFor(10, 20, 30, 40);
        assertThat(gather(1)).as("three parts").containsExactly("40", "30", "20");
    }

    @Test
    void shouldKeepWithinWhatEachMayTravelWith() {
        pending.putBack(new Attempt(Events.price(10, 0), 1, 2));
        pending.putBack(new Attempt(Events.price(11, 1), 1, 10));
        pending.putBack(new Attempt(Events.price(12, 2), 1, 10));

        assertThat(gather(1)).containsExactly("12", "11");
        assertThat(gather(1)).containsExactly("10");
    }

    @Test
    void shouldTellEverythingByItselfWhereTheSenderTellsNothingTogether() {
        sender.decades = false;
        sender.maxEvents = 3;
        waitFor(10, 11);

        assertThat(gather(MANY)).containsExactly("11");
    }

    @Test
    void shouldCountWhatIsToldTogetherAsOneTurn() {
        for (int number : new int[] {10, 11, 12, 20}) {
            pending.add(Events.price(NOISY, number, number));
        }
        pending.add(Events.price(QUIET, 30, 1));

        assertThat(gather(MANY)).as("of whoever came last").containsExactly("30");
        assertThat(gather(1)).containsExactly("20", "12", "11", "10");
        pending.add(Events.price(NOISY, 40, 40));
        pending.add(Events.price(NOISY, 41, 41));
        pending.add(Events.price(NOISY, 50, 50));
        pending.add(Events.price(QUIET, 60, 2));
        pending.add(Events.price(QUIET, 70, 3));
        assertThat(gather(1)).as("by turns").containsExactly("70", "50", "60");
        assertThat(gather(1)).containsExactly("41", "40");
        assertThat(pending.isEmpty()).isTrue();
    }

    /** Nothing is lost or doubled, every batch is within its bounds and begins with the newest. */
    @Property(tries = 300)
    void shouldTakeEveryEventOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int most) {
        Random random = new Random(seed);
        PendingEvents waiting = new PendingEvents("main", 256, new SilentMeters());
        List<String> left = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int number = 10 + random.nextInt(60);
            waiting.add(Events.price(number, i));
            left.addFirst(Integer.toString(number));
        }
        sender.maxBatch = most;
        sender.maxEvents = most + random.nextInt(6);
        while (!waiting.isEmpty()) {
            List<String> batch =
                    subjects(Gathering.gather(waiting, sender, 1 + random.nextInt(20)));
            assertThat(batch).hasSizeBetween(1, sender.maxEvents);
            assertThat(batch.stream().map(subject -> subject.charAt(0)).distinct())
                    .hasSizeLessThanOrEqualTo(most);
            assertThat(batch.getFirst()).isEqualTo(left.getFirst());
            for (String subject : batch) {
                assertThat(left.remove(subject)).isTrue();
            }
        }
        assertThat(left).isEmpty();
    }
}
