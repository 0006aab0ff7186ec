package tori.incident;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.model.Condition;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Transition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What follows from checks, at every one of them and over many. */
class IncidentMachineTest {

    private static final MonitorId ID = new MonitorId("site", "page");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Passed PASS = new Passed(Duration.ofMillis(3));
    private static final Failed FAIL = new Failed(CheckCause.TIMEOUT, "too slow", null);
    private static final Unknown BLIND = new Unknown("no network");

    private static final IncidentTerms TERMS = new IncidentTerms(3, 2, Duration.ofHours(1), false);

    /** One monitor's life. */
    private static final class Life {

        private final IncidentMachine machine;
        private final List<Step.Told> told = new ArrayList<>();
        private final List<Transition> transitions = new ArrayList<>();
        private final List<Incident> written = new ArrayList<>();
        private Standing standing = Standing.unknown(START);
        private Instant now = START;
        private boolean maintenance;
        private boolean acknowledged;

        private Life(IncidentTerms terms, Gate gate) {
            machine = new IncidentMachine(ID, terms, gate, UUID::randomUUID);
        }

        private Step see(CheckResult result) {
            now = now.plusSeconds(30);
            Standing before = standing;
            Step step = machine.step(before, result, now, maintenance, acknowledged ? now : null);
            acknowledged = false;
            assertThat(machine.step(before, result, now, maintenance, null).standing().condition())
                    .as("the same leads to the same")
                    .isEqualTo(step.standing().condition());
            standing = step.standing();
            told.addAll(step.told());
            transitions.addAll(step.history().transitions());
            written.addAll(step.history().incidents());
            return step;
        }

        private void see(CheckResult result, int times) {
            for (int i = 0; i < times; i++) {
                see(result);
            }
        }

        private List<Step.Kind> kinds() {
            return told.stream().map(Step.Told::kind).toList();
        }

        private List<Condition> conditions() {
            return transitions.stream().map(Transition::to).toList();
        }
    }

    private static Life life() {
        return new Life(TERMS, Gate.OPEN);
    }

    @Test
    void shouldOpenAfterFailuresInARowAndCloseAfterSuccesses() {
        Life life = life();
        life.see(PASS);
        life.see(FAIL, 2);
        assertThat(life.standing.condition()).isEqualTo(Condition.SUSPECT);
        assertThat(life.told).isEmpty();
        life.see(FAIL);
        life.see(FAIL);
        Incident open = life.told.getFirst().incident();
        assertThat(open.since()).isEqualTo(START.plusSeconds(60));
        assertThat(open.openedAt()).isEqualTo(START.plusSeconds(120));
        assertThat(open.cause()).isEqualTo("timeout");
        life.see(PASS);
        assertThat(life.standing.condition()).isEqualTo(Condition.RECOVERING);
        life.see(FAIL);
        life.see(PASS, 2);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED, Step.Kind.CLOSED);
        Incident closed = life.told.getLast().incident();
        assertThat(closed.id()).isEqualTo(open.id());
        assertThat(closed.lasted(life.now)).isEqualTo(Duration.ofSeconds(150));
        assertThat(life.conditions())
                .containsExactly(
                        Condition.UP,
                        Condition.SUSPECT,
                        Condition.DOWN,
                        Condition.RECOVERING,
                        Condition.DOWN,
                        Condition.RECOVERING,
                        Condition.UP);
        assertThat(life.written.getLast().closedAt()).isNotNull();
    }

    @Test
    void shouldRemindWithGrowingGapsUntilSomebodyKnows() {
        Life life = life();
        life.see(FAIL, 3);
        List<Duration> after = new ArrayList<>();
        for (int i = 0; i < 120 * 17; i++) {
            if (!life.see(FAIL).told().isEmpty()) {
                after.add(Duration.between(START, life.now).minusSeconds(90));
            }
        }
        assertThat(after)
                .containsExactly(
                        Duration.ofHours(1),
                        Duration.ofHours(3),
                        Duration.ofHours(7),
                        Duration.ofHours(15));
        life.acknowledged = true;
        Step step = life.see(FAIL);
        assertThat(step.remembered()).isTrue();
        assertThat(step.standing().open()).isNotNull();
        assertThat(step.standing().open().telling().acknowledgedAt()).isNotNull();
        life.see(FAIL, 120 * 40);
        assertThat(life.told).hasSize(5);
        life.see(PASS, 2);
        assertThat(life.kinds().getLast()).isEqualTo(Step.Kind.CLOSED);
    }

    @Test
    void shouldRemindAgainInTimeAfterTheClockWasSetBack() {
        Life life = life();
        life.see(FAIL, 3);
        life.now = life.now.minus(Duration.ofDays(300));
        life.see(FAIL, 121);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED, Step.Kind.REMINDED);
        assertThat(life.told.getLast().incident().lasted(life.now)).isZero();
    }

    @Test
    void shouldTellNothingInMaintenanceAndCountAnewAfterIt() {
        Life life = life();
        life.see(FAIL, 2);
        life.maintenance = true;
        life.see(FAIL, 10);
        assertThat(life.standing.condition()).isEqualTo(Condition.MAINTENANCE);
        life.maintenance = false;
        life.see(FAIL, 2);
        assertThat(life.told).isEmpty();
        assertThat(life.standing.condition()).isEqualTo(Condition.SUSPECT);
        life.see(FAIL);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED);
        life.maintenance = true;
        life.see(FAIL, 500);
        assertThat(life.kinds()).as("nobody is reminded").containsExactly(Step.Kind.OPENED);
        life.see(PASS, 2);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED, Step.Kind.CLOSED);
    }

    @Test
    void shouldHoldBackUntilTheGateLetsItThrough() {
        boolean[] open = new boolean[1];
        Life life =
                new Life(
                        TERMS,
                        (incident, sequence) ->
                                open[0] ? new Gate.Tell() : new Gate.Hold("router is down"));
        life.see(FAIL, 10);
        assertThat(life.told).isEmpty();
        assertThat(life.standing.condition()).isEqualTo(Condition.DOWN);
        assertThat(life.written.getLast().telling().heldBy()).isEqualTo("router is down");
        open[0] = true;
        life.see(FAIL);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED);
        assertThat(life.told.getFirst().incident().openedAt()).isEqualTo(START.plusSeconds(90));
        open[0] = false;
        life.see(PASS, 2);
        life.see(FAIL, 5);
        life.see(PASS, 2);
        assertThat(life.kinds())
                .as("of what nobody was told nobody is told that it is over")
                .containsExactly(Step.Kind.OPENED, Step.Kind.CLOSED);
    }

    @Test
    void shouldTellThatItIsOverWhatSomebodyElseHasTold() {
        Gate elsewhere =
                new Gate() {
                    private boolean told;

                    @Override
                    public Answer ask(Incident incident, long sequence) {
                        told = true;
                        return new Told();
                    }

                    @Override
                    public Ending ending(Incident incident, long sequence, Instant now) {
                        return told ? Ending.TOLD : Ending.OWN;
                    }
                };
        Life life = new Life(TERMS, elsewhere);
        life.see(FAIL, 4);
        assertThat(life.told).isEmpty();
        assertThat(life.standing.sequence()).isEqualTo(1);
        life.see(PASS, 2);
        assertThat(life.kinds()).containsExactly(Step.Kind.CLOSED);
        assertThat(life.told.getFirst().sequence()).isEqualTo(2);
    }

    @Test
    void shouldStayOpenUntilSomebodyElseHasToldItWithItsEnd() {
        Instant[] over = new Instant[1];
        Gate elsewhere =
                new Gate() {
                    @Override
                    public Answer ask(Incident incident, long sequence) {
                        return new Hold("many opened together");
                    }

                    @Override
                    public Ending ending(Incident incident, long sequence, Instant now) {
                        return Ending.LATER;
                    }

                    @Override
                    public @Nullable Instant toldOver(Incident incident) {
                        return over[0];
                    }
                };
        for (CheckResult next : List.of(PASS, FAIL, BLIND)) {
            over[0] = null;
            Life life = new Life(TERMS, elsewhere);
            life.see(FAIL, 4);
            life.see(PASS, 3);
            assertThat(life.standing.condition()).isEqualTo(Condition.RECOVERING);
            over[0] = life.now.minusSeconds(30);
            Step step = life.see(next);
            assertThat(step.standing().open()).as("after %s", next).isNull();
            assertThat(step.standing().sequence()).as("both had their numbers").isEqualTo(2);
            assertThat(life.told).isEmpty();
            Incident closed = life.written.getLast();
            assertThat(closed.closedAt()).isEqualTo(over[0]);
            assertThat(closed.telling().told()).isTrue();
        }
    }

    @Test
    void shouldOpenAnotherWhereTheEndOfTheOneBeforeWasToldMeanwhile() {
        boolean[] over = new boolean[1];
        Gate elsewhere =
                new Gate() {
                    @Override
                    public Answer ask(Incident incident, long sequence) {
                        return over[0] ? new Tell() : new Hold("many opened together");
                    }

                    @Override
                    public @Nullable Instant toldOver(Incident incident) {
                        return over[0] && !incident.telling().told() ? START : null;
                    }
                };
        Life life = new Life(new IncidentTerms(1, 2, null, false), elsewhere);
        life.see(FAIL);
        Incident first = life.standing.open();
        over[0] = true;
        life.see(FAIL);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED);
        assertThat(life.told.getFirst().sequence()).isEqualTo(3);
        assertThat(first).isNotNull();
        assertThat(life.standing.open()).isNotNull();
        assertThat(life.standing.open().id()).isNotEqualTo(first.id());
        assertThat(life.written.getLast()).isEqualTo(life.standing.open());
        assertThat(life.written.get(life.written.size() - 2).closedAt()).isNotNull();
    }

    @Test
    void shouldSayThatNobodyIsToldWhereNobodyIsAndRemindOnceSomebodyIs() {
        boolean[] heard = new boolean[1];
        Gate gate =
                new Gate() {
                    @Override
                    public Answer ask(Incident incident, long sequence) {
                        return new Tell();
                    }

                    @Override
                    public boolean isHeard(Incident incident, Step.Kind kind) {
                        return heard[0];
                    }
                };
        Life life = new Life(TERMS, gate);
        life.see(FAIL, 500);
        assertThat(life.kinds()).as("its events are in the log").containsExactly(Step.Kind.OPENED);
        Incident open = life.standing.open();
        assertThat(open).isNotNull();
        assertThat(open.telling().isHeard()).isFalse();
        assertThat(open.telling().heldBy()).isEqualTo("nobody is to be told");
        assertThat(open.telling().reminders()).isZero();
        heard[0] = true;
        life.see(FAIL);
        assertThat(life.kinds()).containsExactly(Step.Kind.OPENED, Step.Kind.REMINDED);
        assertThat(life.told.getLast().incident().telling().isHeard()).isTrue();
        life.see(PASS, 2);
        assertThat(life.kinds()).endsWith(Step.Kind.CLOSED);
    }

    @Test
    void shouldBeDownForAsLongAsItsIncidentIsOpen() {
        Life life = life();
        life.see(FAIL, 4);
        Instant down = life.standing.since();
        assertThat(down).isEqualTo(START.plusSeconds(90));
        life.see(BLIND);
        assertThat(life.standing.since()).isEqualTo(life.now);
        life.see(FAIL);
        assertThat(life.standing.since()).as("after it could not look").isEqualTo(down);
        life.maintenance = true;
        life.see(FAIL, 3);
        life.maintenance = false;
        life.see(FAIL);
        assertThat(life.standing.since()).as("after maintenance").isEqualTo(down);
        life.see(PASS);
        life.see(FAIL);
        assertThat(life.standing.since()).as("after one success").isEqualTo(down);
    }

    @Test
    void shouldRemindOfWhatIsWrongNow() {
        Life life = life();
        life.see(FAIL, 3);
        Step another = life.see(new Failed(CheckCause.STATUS, "answered 503", null));
        assertThat(another.remembered()).isTrue();
        Step other = life.see(new Failed(CheckCause.STATUS, "answered 502", null));
        assertThat(other.remembered()).as("the same kind of failure").isFalse();
        life.see(new Failed(CheckCause.STATUS, "answered 502", null), 130);
        Step.Told reminder = life.told.getLast();
        assertThat(reminder.kind()).isEqualTo(Step.Kind.REMINDED);
        assertThat(reminder.incident().cause()).isEqualTo("status");
        assertThat(reminder.incident().detail()).isEqualTo("answered 502");
        assertThat(life.written.getLast().detail()).isEqualTo("answered 502");
        life.see(PASS, 2);
        assertThat(life.written.getLast().detail()).isEqualTo("answered 502");
    }

    @Test
    void shouldTellNobodyWhereThatIsNotWanted() {
        Life life = new Life(new IncidentTerms(1, 1, Duration.ofHours(1), true), Gate.OPEN);
        life.see(FAIL, 1000);
        life.see(PASS);
        assertThat(life.told).isEmpty();
        assertThat(life.written).hasSize(2);
    }

    @Provide
    Arbitrary<List<Integer>> moments() {
        // 0 to 2: passes; 3 to 6: fails; 7: nobody can say; 8: maintenance begins or ends.
        return Arbitraries.integers().between(0, 8).list().ofMaxSize(200);
    }

    @Property(tries = 500)
    void shouldHaveOneIncidentAtATimeWhateverHappens(
            @ForAll("moments") List<Integer> moments,
            @ForAll @IntRange(min = 1, max = 5) int openAfter,
            @ForAll @IntRange(min = 1, max = 5) int closeAfter) {
        Life life =
                new Life(
                        new IncidentTerms(openAfter, closeAfter, Duration.ofMinutes(5), false),
                        Gate.OPEN);
        int failures = 0;
        int successes = 0;
        boolean open = false;
        Set<UUID> ids = new HashSet<>();
        long sequence = 0;
        for (int moment : moments) {
            if (moment == 8) {
                life.maintenance = !life.maintenance;
                continue;
            }
            CheckResult result = moment < 3 ? PASS : moment < 7 ? FAIL : BLIND;
            boolean counts = open || !life.maintenance;
            failures = result == FAIL && counts ? failures + 1 : 0;
            successes = result == PASS ? successes + 1 : 0;
            Step step = life.see(result);
            boolean opens = !open && failures >= openAfter;
            boolean closes = open && successes >= closeAfter;
            open = opens || (open && !closes);
            assertThat(step.standing().open() != null).isEqualTo(open);
            assertThat(step.standing().condition())
                    .isEqualTo(expected(life.maintenance, result, open));
            for (Step.Told told : step.told()) {
                sequence++;
                assertThat(told.sequence()).isEqualTo(sequence);
                assertThat(told.kind() == Step.Kind.OPENED).isEqualTo(opens);
                assertThat(told.kind() == Step.Kind.CLOSED).isEqualTo(closes);
                if (opens) {
                    assertThat(ids.add(told.incident().id())).as("a new one").isTrue();
                }
            }
            assertThat(step.told().isEmpty()).isEqualTo(!opens && !closes && !reminded(step));
            assertThat(step.standing().sequence()).isEqualTo(sequence);
        }
    }

    private static boolean reminded(Step step) {
        return step.told().stream().anyMatch(told -> told.kind() == Step.Kind.REMINDED);
    }

    private static Condition expected(boolean maintenance, CheckResult result, boolean open) {
        if (maintenance) {
            return Condition.MAINTENANCE;
        }
        return switch (result) {
            case Passed _ -> open ? Condition.RECOVERING : Condition.UP;
            case Failed _ -> open ? Condition.DOWN : Condition.SUSPECT;
            case Unknown _ -> Condition.UNKNOWN;
        };
    }

    @Property(tries = 300)
    void shouldGoOnFromWhatItRemembersAsIfNothingHadHappened(
            @ForAll("moments") List<Integer> moments) throws Exception {
        Life kept = new Life(new IncidentTerms(1, 1, Duration.ofMinutes(5), false), Gate.OPEN);
        Life restarted = new Life(new IncidentTerms(1, 1, Duration.ofMinutes(5), false), Gate.OPEN);
        byte[] remembered = StandingCodec.encode(restarted.standing);
        for (int moment : moments) {
            CheckResult result = moment < 3 ? PASS : moment < 7 ? FAIL : BLIND;
            kept.see(result);
            restarted.standing = StandingCodec.decode(ID, remembered);
            Step step = restarted.see(result);
            remembered = step.remembered() ? StandingCodec.encode(step.standing()) : remembered;
        }
        assertThat(restarted.kinds()).isEqualTo(kept.kinds());
        assertThat(restarted.conditions()).isEqualTo(kept.conditions());
    }
}
