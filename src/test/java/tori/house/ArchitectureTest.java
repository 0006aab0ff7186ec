package tori.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.api.Test;

import tori.house.sample.ReadsTheClock;
import tori.model.KnowsAnAdapter;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** Keeps the tiers, and each library and clock where it belongs. */
@AnalyzeClasses(packages = "tori", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] CLOCK_READERS = {
        "java.lang.System#nanoTime", "java.lang.System#currentTimeMillis"
    };
    private static final Set<String> SLEEPERS =
            Set.of("java.lang.Thread#sleep", "java.util.concurrent.TimeUnit#sleep");
    private static final Set<String> SHARED_RANDOMNESS =
            Set.of("java.lang.Math#random", "java.util.concurrent.ThreadLocalRandom#current");

    @ArchTest
    static final ArchRule everyRoomHasATier =
            classes()
                    .should(
                            new ArchCondition<>("lie in a room that Tier lists") {
                                @Override
                                public void check(JavaClass item, ConditionEvents events) {
                                    boolean listed = Tier.of(item).isPresent();
                                    events.add(
                                            new SimpleConditionEvent(
                                                    item, listed, item + " lies in no tier"));
                                }
                            });

    @ArchTest static final ArchRule tiersAreKept = classes().should(new DependOnlyUpwards());

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("tori.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule groundNeedsOnlyTheJdk =
            classes()
                    .that()
                    .resideInAnyPackage(
                            "tori.model..",
                            "tori.time..",
                            "tori.ring..",
                            "tori.index..",
                            "tori.library..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "jdk..",
                            "org.jspecify..",
                            "tori.model..",
                            "tori.time..",
                            "tori.ring..",
                            "tori.index..",
                            "tori.library..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule launcherNeedsOnlyTheJdk =
            classes()
                    .that()
                    .resideInAPackage("tori.launcher..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..", "sun.misc..", "org.jspecify..", "tori.launcher..");

    @ArchTest
    static final ArchRule jctoolsLivesInDispatch = livesIn("org.jctools..", "tori.dispatch..");

    @ArchTest
    static final ArchRule jacksonLivesWhereFormatsAre =
            noClasses()
                    .that(
                            DescribedPredicate.describe(
                                    "are neither config nor wire nor adapters",
                                    item ->
                                            !Tier.ADAPTERS.holds(item)
                                                    && !resideInAnyPackage(
                                                                    "tori.config..", "tori.wire..")
                                                            .test(item)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule okHttpLivesInTheClientsAndBelowThem =
            livesIn(
                    "okhttp3..",
                    "tori.network..",
                    "tori.http..",
                    "tori.check..",
                    "tori.discord..",
                    "tori.webhook..");

    @ArchTest
    static final ArchRule jsonPathLivesInCheckAndConfig =
            livesIn("com.jayway..", "tori.check..", "tori.config..");

    @ArchTest
    static final ArchRule re2LivesInCheckAndConfig =
            livesIn("com.google.re2j..", "tori.check..", "tori.config..");

    @ArchTest
    static final ArchRule tokensAreMadeInAccount = livesIn("com.nimbusds..", "tori.account..");

    @ArchTest
    static final ArchRule passwordsAreHashedInAccount =
            livesIn("com.password4j..", "tori.account..");

    @ArchTest static final ArchRule namingLivesInCheck = livesIn("javax.naming..", "tori.check..");

    @ArchTest static final ArchRule jdbcLivesInStore = livesIn("java.sql..", "tori.store..");
    @ArchTest static final ArchRule dataSourcesLiveInStore = livesIn("javax.sql..", "tori.store..");
    @ArchTest static final ArchRule sqliteLivesInStore = livesIn("org.sqlite..", "tori.store..");

    @ArchTest
    static final ArchRule lettuceLivesInCluster = livesIn("io.lettuce..", "tori.cluster..");

    @ArchTest
    static final ArchRule onlySystemClocksReadsClocks =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("tori.time.SystemClocks")
                    .should()
                    .callCodeUnitWhere(readsAClock());

    @ArchTest
    static final ArchRule nobodySleeps =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("tori.time..")
                    .should()
                    .callCodeUnitWhere(isOneOf("sleeps", SLEEPERS))
                    .because("a tori.time.Sleeper passed in lets tests advance time instead");

    @ArchTest
    static final ArchRule randomnessIsPassedIn =
            noClasses().should().callCodeUnitWhere(drawsUnseededRandomness());

    @ArchTest static final ArchRule noStaticState = fields().that().areStatic().should().beFinal();

    @Test
    void shouldOrderTheTiers() {
        assertThat(Tier.roomOf("tori.api.inner")).isEqualTo("api");
        assertThat(Tier.roomOf("tori")).isEmpty();
        assertThat(Tier.ENGINES.mayKnow(Tier.ENGINES)).isFalse();
        assertThat(Tier.ADAPTERS.mayKnow(Tier.ADAPTERS)).isFalse();
        assertThat(Tier.ENGINES.mayKnow(Tier.ADAPTERS)).isFalse();
        assertThat(Tier.ADAPTERS.mayKnow(Tier.ENGINES)).isTrue();
        assertThat(Tier.BASE.mayKnow(Tier.BASE)).isTrue();
        assertThat(Tier.ROOT.mayKnow(Tier.LAUNCHER)).isFalse();
    }

    @Test
    void shouldSeeWhoKnowsAHigherTier() {
        JavaClasses sample = new ClassFileImporter().importPackages("tori.model");

        assertThat(tiersAreKept.evaluate(sample).getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(detail -> detail.contains(KnowsAnAdapter.class.getSimpleName()));
        assertThat(groundNeedsOnlyTheJdk.evaluate(sample).hasViolation()).isTrue();
    }

    @Test
    void shouldSeeBrokenRules() {
        JavaClasses sample = new ClassFileImporter().importPackages("tori.house.sample");

        assertThat(everyRoomHasATier.evaluate(sample).hasViolation()).isTrue();
        assertThat(onlySystemClocksReadsClocks.evaluate(sample).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains(ReadsTheClock.class.getSimpleName()));
        assertThat(nobodySleeps.evaluate(sample).hasViolation()).isTrue();
        assertThat(randomnessIsPassedIn.evaluate(sample).hasViolation()).isTrue();
        assertThat(noStaticState.evaluate(sample).hasViolation()).isTrue();
        assertThat(jdbcLivesInStore.evaluate(sample).hasViolation()).isTrue();
    }

    private static ArchRule livesIn(String library, String... homes) {
        return classes()
                .that()
                .resideOutsideOfPackages(homes)
                .should(not(dependOnClassesThat(resideInAnyPackage(library))))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaCall<?>> readsAClock() {
        Set<String> readers = Set.of(CLOCK_READERS);
        return DescribedPredicate.describe(
                "reads a clock of the machine",
                call -> {
                    JavaClass owner = call.getTargetOwner();
                    String name = call.getTarget().getName();
                    if (readers.contains(owner.getName() + "#" + name)) {
                        return true;
                    }
                    if (owner.isEquivalentTo(java.util.Date.class)) {
                        return name.equals("<init>")
                                && call.getTarget().getRawParameterTypes().isEmpty();
                    }
                    boolean ofNow =
                            name.equals("now")
                                    && call.getTarget().getRawParameterTypes().stream()
                                            .noneMatch(type -> type.isEquivalentTo(Clock.class));
                    boolean ofSystem =
                            name.startsWith("system")
                                    && (owner.isEquivalentTo(Clock.class)
                                            || owner.isEquivalentTo(InstantSource.class));
                    return owner.getPackageName().startsWith("java.time") && (ofNow || ofSystem);
                });
    }

    private static DescribedPredicate<JavaCall<?>> drawsUnseededRandomness() {
        return DescribedPredicate.describe(
                "draws randomness that no test can repeat",
                call -> {
                    boolean unseeded =
                            call.getTarget().getName().equals("<init>")
                                    && call.getTarget().getRawParameterTypes().isEmpty()
                                    && (call.getTargetOwner().isEquivalentTo(Random.class)
                                            || call.getTargetOwner()
                                                    .isEquivalentTo(SplittableRandom.class));
                    return unseeded || SHARED_RANDOMNESS.contains(nameOf(call));
                });
    }

    private static DescribedPredicate<JavaCall<?>> isOneOf(String what, Set<String> methods) {
        return DescribedPredicate.describe(what, call -> methods.contains(nameOf(call)));
    }

    private static String nameOf(JavaCall<?> call) {
        return call.getTargetOwner().getName() + "#" + call.getTarget().getName();
    }
}
