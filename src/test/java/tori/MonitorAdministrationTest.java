package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.api.Caller;
import tori.api.MonitorDesk.Entry;
import tori.api.MonitorDesk.Outcome;
import tori.api.Reloader;
import tori.config.Config;
import tori.config.ConfigLoader;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.model.MonitorId;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(60)
class MonitorAdministrationTest {

    private static final Caller OPERATOR = Caller.OPERATOR;
    private static final Caller ANNA = new Caller(5, "anna", false);
    private static final Caller BERT = new Caller(6, "bert", false);
    private static final Caller CHIEF = new Caller(7, "chief", true);

    private static final String FILE =
            """
            defaults: {notify: [main]}
            server: {user_destinations: [shared], max_monitors_per_user: 3}
            destinations: {main: {type: console}, shared: {type: file, path: a.jsonl}}
            sites:
              - name: box
                monitors: [{name: page, type: http, url: https://a.example/}]
              - name: anna
                monitors: [{name: given, type: tcp, address: "a.example:1"}]
            """;

    @TempDir Path folder;

    private final List<Config> inForce = new CopyOnWriteArrayList<>();
    private final List<String> polled = new CopyOnWriteArrayList<>();
    private Path file;
    private SqlStore store;
    private Reload reload;
    private MonitorAdministration desk;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("config.yaml");
        Files.writeString(file, FILE);
        open();
    }

    private void open() throws Exception {
        store =
                SqlStore.open(
                        StoreSettings.of(folder.resolve("tori.db")),
                        new StoreDependencies(
                                EventJson::encode,
                                EventJson::decode,
                                new CountingMeters(),
                                SystemClocks.monotonic(),
                                SystemClocks.wall(),
                                new Random(1)));
        LoadResult.Loaded loaded = (LoadResult.Loaded) new ConfigLoader(name -> null).load(file);
        AddedMonitors added = new AddedMonitors(file, loaded, store.addedMonitors().monitors());
        inForce.add(added.config());
        reload =
                new Reload(
                        file,
                        added.config(),
                        new CountingMeters(),
                        (before, after, difference) -> {
                            inForce.add(after);
                            return List.of();
                        },
                        added);
        reload.start();
        desk =
                new MonitorAdministration(
                        added,
                        reload,
                        store.addedMonitors(),
                        new MonitorAdministration.Schedule() {
                            @Override
                            public void wake(MonitorId id) {
                                polled.add("wake " + id);
                            }

                            @Override
                            public CompletableFuture<Void> retire(MonitorId id) {
                                polled.add("retire " + id);
                                return CompletableFuture.completedFuture(null);
                            }
                        },
                        UUID::randomUUID,
                        () -> Instant.parse("2026-01-02T03:04:05Z"),
                        Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws Exception {
        reload.end();
        store.close();
    }

    private void restart() throws Exception {
        stop();
        open();
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String tcp(String name) {
        return "{'name': '" + name + "', 'type': 'tcp', 'address': 'b.example:1'}";
    }

    private Entry add(Caller caller, String json) throws Exception {
        return done(desk.create(caller, json(json)));
    }

    private static Entry done(Outcome outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).entry();
    }

    private Outcome change(Caller caller, UUID id, String patch) throws Exception {
        return desk.change(caller, id, json(patch), null);
    }

    private List<String> names(Caller caller) {
        return desk.list(caller, 500, 0).rows().stream()
                .map(row -> row.monitor().toString())
                .toList();
    }

    private List<String> watched() {
        return inForce.getLast().monitors().stream()
                .map(MonitorConfig::id)
                .map(MonitorId::toString)
                .toList();
    }

    @Test
    void shouldWatchWhatWasAddedUntilItIsDeleted() throws Exception {
        Entry entry = add(OPERATOR, tcp("port"));

        assertThat(entry.monitor()).isEqualTo(new MonitorId("api", "port"));
        assertThat(Objects.requireNonNull(entry.added()).version()).isEqualTo(1);
        assertThat(watched()).containsExactly("box/page", "anna/given", "api/port");
        assertThat(polled).containsExactly("wake api/port");

        restart();
        assertThat(watched()).containsExactly("box/page", "anna/given", "api/port");
        assertThat(desk.find(OPERATOR, entry.id())).isEqualTo(entry);

        assertThat(done(desk.remove(OPERATOR, entry.id(), null))).isEqualTo(entry);
        assertThat(polled).contains("retire api/port");
        assertThat(watched()).containsExactly("box/page", "anna/given");
        assertThat(desk.find(OPERATOR, entry.id())).isNull();
        restart();
        assertThat(watched()).containsExactly("box/page", "anna/given");
    }

    @Test
    void shouldShowEachOnlyWhatIsTheirs() throws Exception {
        Entry annas = add(ANNA, tcp("mine"));
        add(BERT, tcp("mine"));
        add(CHIEF, tcp("mine"));

        assertThat(names(ANNA)).containsExactly("anna/given", "anna/mine");
        assertThat(names(BERT)).containsExactly("bert/mine");
        assertThat(names(CHIEF))
                .containsExactly("box/page", "anna/given", "anna/mine", "bert/mine", "chief/mine");
        assertThat(names(OPERATOR)).isEqualTo(names(CHIEF));

        assertThat(desk.find(BERT, annas.id())).isNull();
        assertThat(change(BERT, annas.id(), "{'enabled': false}"))
                .isInstanceOf(Outcome.Missing.class);
        assertThat(desk.remove(BERT, annas.id(), null)).isInstanceOf(Outcome.Missing.class);
        assertThat(desk.list(BERT, 1, 0).total()).isEqualTo(1);
        assertThat(desk.list(CHIEF, 2, 3).rows())
                .extracting(row -> row.monitor().toString())
                .containsExactly("bert/mine", "chief/mine");
    }

    /** None of what is tori's to say can be said by who adds or changes a monitor. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id': '00000000-0000-7000-8000-000000000000'",
                "'owner': 7",
                "'operator': true",
                "'admin': true",
                "'site': 'box'",
                "'site_name': 'box'",
                "'source': 'file'",
                "'version': 9",
                "'created_at': '2020-01-01T00:00:00Z'",
                "'changed_at': '2020-01-01T00:00:00Z'",
                "'fenced': false",
                "'allow_private': ['127.0.0.0/8']",
                "'problems': []",
                "'running': true",
                "'record': 'recordings'",
                "'__proto__': {}",
            })
    void shouldTakeNoKeyThatIsNotTheirs(String key) throws Exception {
        Entry entry = add(ANNA, tcp("p"));
        assertThat(desk.create(ANNA, json(tcp("q").replace("}", ", " + key + "}"))))
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(change(ANNA, entry.id(), "{" + key + "}")).isInstanceOf(Outcome.Invalid.class);
        assertThat(desk.find(ANNA, entry.id())).isEqualTo(entry);
        assertThat(names(ANNA)).containsExactly("anna/given", "anna/p");
    }

    @Test
    void shouldNotChangeWhatTheFileHas() throws Exception {
        Entry page = desk.list(OPERATOR, 1, 0).rows().getFirst();
        assertThat(page.added()).isNull();

        assertThat(change(OPERATOR, page.id(), "{'enabled': false}"))
                .isEqualTo(
                        new Outcome.Conflict(
                                "box/page is written in config.yaml; change it there"));
        assertThat(desk.remove(OPERATOR, page.id(), null)).isInstanceOf(Outcome.Conflict.class);
        assertThat(change(BERT, page.id(), "{}")).isInstanceOf(Outcome.Missing.class);
        assertThat(desk.create(ANNA, json(tcp("given"))))
                .isEqualTo(new Outcome.Conflict("config.yaml has a monitor anna/given already"));
    }

    @Test
    void shouldHaveOneOfAName() throws Exception {
        add(ANNA, tcp("mine"));
        assertThat(desk.create(ANNA, json(tcp("mine"))))
                .isEqualTo(new Outcome.Conflict("there is a monitor anna/mine already"));
    }

    @Test
    void shouldBoundHowManyAUserHas() throws Exception {
        for (int i = 0; i < 3; i++) {
            add(ANNA, tcp("m" + i));
        }
        assertThat(desk.create(ANNA, json(tcp("one more"))))
                .isEqualTo(
                        new Outcome.Conflict(
                                "you have 3 monitors, and may have 3; delete one first"));
        add(BERT, tcp("m"));
        for (int i = 0; i < 5; i++) {
            add(OPERATOR, tcp("m" + i));
        }
    }

    @Test
    void shouldChangeKeyByKey() throws Exception {
        Entry entry =
                add(
                        ANNA,
                        "{'name': 'p', 'type': 'http', 'url': 'https://b.example/',"
                                + " 'interval': '1h', 'headers': {'A': 'secret', 'B': 'two'}}");
        Entry changed =
                done(
                        change(
                                ANNA,
                                entry.id(),
                                "{'interval': null, 'timeout': '3s', 'headers': {'A': '***', 'B':"
                                        + " null}, 'enabled': false}"));

        assertThat(Objects.requireNonNull(changed.added()).version()).isEqualTo(2);
        assertThat(changed.added().document())
                .containsEntry("headers", Map.of("A", "***"))
                .containsEntry("timeout", "3s")
                .doesNotContainKey("interval");
        assertThat(changed.enabled()).isFalse();
        assertThat(inForce.getLast().monitors().getLast().enabled()).isFalse();
        assertThat(store.addedMonitors().monitors().getFirst().document()).contains("secret");
        assertThat(done(change(ANNA, entry.id(), "{'enabled': false}")))
                .as("what changes nothing is no new version")
                .isEqualTo(changed);
    }

    @Test
    void shouldLeaveThingsAsTheyAreWhereAChangeIsNotValid() throws Exception {
        Entry entry = add(ANNA, tcp("p"));
        int before = inForce.size();

        assertThat(change(ANNA, entry.id(), "{'interval': 'x', 'owner': 1}"))
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class, invalid -> assertThat(invalid.reasons()).hasSize(2));
        assertThat(change(ANNA, entry.id(), "{'name': 'q'}"))
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class,
                        invalid ->
                                assertThat(invalid.reasons().getFirst())
                                        .startsWith("name: cannot"));
        assertThat(change(ANNA, entry.id(), "{'notify': 'main'}"))
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(change(ANNA, entry.id(), "[]")).isInstanceOf(Outcome.Invalid.class);
        assertThat(desk.find(ANNA, entry.id())).isEqualTo(entry);
        assertThat(inForce).hasSize(before);
    }

    @Test
    void shouldRefuseAChangeOfWhatWasChangedMeanwhile() throws Exception {
        Entry entry = add(ANNA, tcp("p"));
        assertThat(desk.change(ANNA, entry.id(), json("{'enabled': false}"), 1L))
                .isInstanceOf(Outcome.Done.class);
        assertThat(desk.change(ANNA, entry.id(), json("{'enabled': true}"), 1L))
                .isInstanceOf(Outcome.Stale.class);
        assertThat(desk.remove(ANNA, entry.id(), 1L)).isInstanceOf(Outcome.Stale.class);
        assertThat(desk.remove(ANNA, entry.id(), 2L)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void shouldLoseNoneOfManyChangesAtOnce() throws Exception {
        Entry entry = add(OPERATOR, "{'name': 'p', 'type': 'http', 'url': 'https://b.example/'}");
        List<Callable<Outcome>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String patch = "{'headers': {'H" + i + "': 'v" + i + "'}}";
            changes.add(() -> change(OPERATOR, entry.id(), patch));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Outcome> outcome : threads.invokeAll(changes)) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Done.class);
            }
        }
        Entry last = Objects.requireNonNull(desk.find(OPERATOR, entry.id()));
        assertThat(Objects.requireNonNull(last.added()).version()).isEqualTo(21);
        assertThat((Map<?, ?>) last.added().document().get("headers")).hasSize(20);
    }

    @Test
    void shouldKeepWhatAReloadMakesInvalidAndWatchItAgainOnceItIsValid() throws Exception {
        Entry shared = add(ANNA, tcp("p").replace("}", ", 'notify': 'shared'}"));
        add(ANNA, tcp("other"));
        Files.writeString(file, FILE.replace("shared", "gone"));

        assertThat(reload.reload()).isInstanceOf(Reloader.Outcome.Done.class);
        assertThat(watched()).containsExactly("box/page", "anna/given", "anna/other");
        Entry kept = Objects.requireNonNull(desk.find(ANNA, shared.id()));
        assertThat(kept.problems())
                .containsExactly("notify: 'shared' is no destination; defined: gone");

        Files.writeString(file, FILE);
        assertThat(reload.reload()).isInstanceOf(Reloader.Outcome.Done.class);
        assertThat(watched()).contains("anna/p");
        assertThat(desk.find(ANNA, shared.id())).isEqualTo(shared);
    }

    @Test
    void shouldGiveWayToAMonitorThatTheFileComesToHave() throws Exception {
        Entry mine = add(ANNA, tcp("mine"));
        Files.writeString(file, FILE.replace("name: given", "name: mine"));
        assertThat(reload.reload()).isInstanceOf(Reloader.Outcome.Done.class);

        assertThat(watched()).containsExactly("box/page", "anna/mine");
        assertThat(Objects.requireNonNull(desk.find(ANNA, mine.id())).problems())
                .containsExactly(
                        "config.yaml has a monitor of this name, which is watched in its place");
        assertThat(desk.remove(ANNA, mine.id(), null)).isInstanceOf(Outcome.Done.class);
        assertThat(watched()).containsExactly("box/page", "anna/mine");
        assertThat(polled).as("the file's goes on").doesNotContain("retire anna/mine");
    }

    @Test
    void shouldNotDeleteWhatOthersDependOn() throws Exception {
        Entry parent = add(ANNA, tcp("parent"));
        Entry child = add(ANNA, tcp("child").replace("}", ", 'depends_on': 'anna/parent'}"));

        assertThat(inForce.getLast().surroundings().parents())
                .containsKey(new MonitorId("anna", "child"));
        assertThat(desk.remove(ANNA, parent.id(), null)).isInstanceOf(Outcome.Conflict.class);
        assertThat(change(ANNA, parent.id(), "{'depends_on': 'anna/child'}"))
                .as("a circle")
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(desk.create(BERT, json(tcp("x").replace("}", ", 'depends_on': 'anna/child'}"))))
                .as("what is another's is not there")
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(desk.remove(ANNA, child.id(), null)).isInstanceOf(Outcome.Done.class);
        assertThat(desk.remove(ANNA, parent.id(), null)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void shouldWatchNothingThatCouldNotBeWrittenDown() throws Exception {
        Entry entry = add(ANNA, tcp("p"));
        List<String> before = watched();
        store.close();

        assertThatThrownBy(() -> add(ANNA, tcp("q"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> change(ANNA, entry.id(), "{'enabled': false}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> desk.remove(ANNA, entry.id(), null))
                .isInstanceOf(IOException.class);
        assertThat(watched()).isEqualTo(before);
        assertThat(desk.find(ANNA, entry.id())).isEqualTo(entry);
    }
}
