package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.AddedMonitorLoader.Owner;
import tori.config.AddedMonitorLoader.Reading;
import tori.model.MonitorId;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AddedMonitorLoaderTest {

    private static final String FILE =
            """
            defaults: {interval: 7m, notify: [main], record: recordings, incident: {open_after: 5}}
            server: {user_destinations: [shared], allow_private: [10.0.0.0/8]}
            destinations:
              main: {type: console}
              shared: {type: file, path: a.jsonl}
            sites:
              - name: box
                monitors: [{name: page, type: http, url: https://a.example/}]
              - name: shop
                url: https://shop.example
                monitors: [{name: all, type: shopify}]
            """;

    private static final Owner OPERATOR = new Owner("api", true);
    private static final Owner ANNA = new Owner("anna", false);

    private final AddedMonitorLoader loader = loader(FILE);

    private static AddedMonitorLoader loader(String file) {
        LoadResult result =
                new ConfigLoader(name -> name.equals("SECRET") ? "leaked" : null)
                        .load("config.yaml", file);
        assertThat(result).as("%s", result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).added();
    }

    static MonitorDocument document(String json) {
        MonitorDocument.Reading reading =
                MonitorDocument.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertThat(reading).as(json).isInstanceOf(MonitorDocument.Reading.Good.class);
        return MonitorDocument.EMPTY.merged(((MonitorDocument.Reading.Good) reading).document());
    }

    private AddedMonitor good(String json, Owner owner) {
        Reading reading = loader.load(document(json), owner, OtherMonitors.NONE);
        assertThat(reading).as("%s", reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).monitor();
    }

    private List<String> bad(String json, Owner owner) {
        Reading reading = loader.load(document(json), owner, OtherMonitors.NONE);
        assertThat(reading).as("%s", reading).isInstanceOf(Reading.Bad.class);
        return ((Reading.Bad) reading).reasons();
    }

    @Test
    void shouldInheritWhatMonitorsOfTheFileInherit() {
        MonitorConfig monitor =
                good("{'name': 'p', 'type': 'http', 'url': 'https://b.example/x'}", OPERATOR)
                        .config();

        assertThat(monitor.id()).isEqualTo(new MonitorId("api", "p"));
        assertThat(monitor.schedule().interval()).isEqualTo(Duration.ofMinutes(7));
        assertThat(monitor.schedule().incident().openAfter()).isEqualTo(5);
        assertThat(monitor.destinations()).containsExactly("main");
        assertThat(monitor.fenced()).isTrue();
        assertThat(monitor.enabled()).isTrue();
        assertThat(monitor.record()).as("nobody has files written over the API").isNull();
    }

    @Test
    void shouldReadAllThatAMonitorOfTheFileHas() {
        MonitorConfig monitor =
                good(
                                """
                                {'name': 'p', 'type': 'http', 'url': 'https://b.example/x',
                                 'method': 'POST', 'body': '{}', 'enabled': false,
                                 'interval': '10s', 'headers': {'X-A': 'b'},
                                 'auth': {'bearer': 'token'}, 'notify': ['shared'],
                                 'expect': {'status': [200, '3xx'], 'json': {'$.ok': true},
                                            'latency': '800ms'},
                                 'incident': {'open_after': 1}}
                                """,
                                ANNA)
                        .config();

        HttpCheckConfig http = (HttpCheckConfig) monitor.kind();
        assertThat(http.headers()).isEqualTo(Map.of("X-A", new Secret("b")));
        assertThat(http.authorization()).isEqualTo(new Secret("Bearer token"));
        assertThat(http.expect().status()).hasSize(2);
        assertThat(monitor.enabled()).isFalse();
        assertThat(monitor.destinations()).containsExactly("shared");
        assertThat(monitor.schedule().incident().openAfter()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'interval': '9s'|interval: waits at least 10s in monitors of users",
                "'interval': '100ms'|interval: waits at least 10s in monitors of users",
                "'max_body': '5MiB'|max_body: is at most 4MiB in monitors of users",
                "'max_body': '64MiB'|max_body: is at most 4MiB in monitors of users",
                "'incident': {'recheck_every': '10ms', 'open_after': 10000}"
                        + "|incident: waits at least 5s in monitors of users",
            })
    void shouldBoundWhatMonitorsOfUsersCost(String key, String reason) {
        String json = "{'name': 'a', 'type': 'http', 'url': 'https://a.example', " + key + "}";
        assertThat(bad(json, ANNA)).containsExactly(reason);
        assertThat(good(json, OPERATOR).config().id().monitor()).isEqualTo("a");
    }

    @Test
    void shouldBoundHowOftenMonitorsOfUsersAskStores() {
        String shop = "{'name': 'a', 'type': 'shopify', 'url': 'https://a.example', ";
        assertThat(bad(shop + "'retry': {'initial': '0s'}}", ANNA))
                .containsExactly("retry: waits at least 1s in monitors of users");
        assertThat(bad(shop + "'retry': {'max_attempts': 100}}", ANNA))
                .containsExactly("retry: has at most 10 attempts in monitors of users");
        assertThat(bad(shop + "'discover': 'sitemap', 'discover_interval': '1s'}", ANNA))
                .containsExactly("discover_interval: waits at least 10s in monitors of users");
        assertThat(bad(shop + "'interval': '1m', 'adaptive': {'fastest': '200ms'}}", ANNA))
                .containsExactly("adaptive: waits at least 10s in monitors of users");
    }

    @Test
    void shouldLetMonitorsOfUsersHaveWhatTheFileGivesAll() {
        AddedMonitorLoader swift =
                loader(FILE.replace("{interval: 7m,", "{interval: 2s, retry: {initial: 0s},"));
        String json = "{'name': 'a', 'type': 'http', 'url': 'https://a.example'%s}";
        for (String more : List.of("", ", 'interval': '2s'")) {
            assertThat(swift.load(document(json.formatted(more)), ANNA, OtherMonitors.NONE))
                    .isInstanceOf(Reading.Good.class);
        }
        assertThat(
                        swift.load(
                                document(json.formatted(", 'interval': '1999ms'")),
                                ANNA,
                                OtherMonitors.NONE))
                .isInstanceOf(Reading.Bad.class);
        // Nobody is asked by one that waits.
        String waiting = "{'name': 'b', 'type': 'heartbeat', 'expect_every': '10s'}";
        assertThat(good(waiting, ANNA).config().id().monitor()).isEqualTo("b");
    }

    @Test
    void shouldTakeTheAddressOfAStoreAtTheMonitor() {
        MonitorConfig monitor =
                good(
                                "{'name': 's', 'type': 'shopify', 'url': 'https://s.example/',"
                                        + " 'collection': 'drinks'}",
                                OPERATOR)
                        .config();
        assertThat(monitor.site()).isEqualTo("https://s.example");
        assertThat(monitor.kind()).isInstanceOf(ShopifyConfig.class);
        assertThat(good("{'name': 'd', 'type': 'shopify', 'url': 'demo://store'}", ANNA).config())
                .extracting(MonitorConfig::site)
                .isEqualTo("demo://store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|type: is missing; allowed: shopify",
                "{'name': 'a'}|type: is missing",
                "{'name': 'a', 'type': 'gopher'}|type: 'gopher' is not known",
                "{'name': 'a/b', 'type': 'tcp', 'address': 'a:1'}|name: 'a/b' has a '/'",
                "{'name': '..', 'type': 'tcp', 'address': 'a:1'}|name: '..' cannot stand in an"
                        + " address",
                "{'name': 'a', 'type': 'shopify'}|url: is missing",
                "{'name': 'a', 'type': 'shopify', 'url': 5}|url: '5' is no http, https or demo URL",
                "{'name': 'a', 'type': 'tcp', 'address': 'a'}|address: 'a' is no host with a port",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'id': 1}|id: is an",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'owner': 1}|owner: is"
                        + " an",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'site': 1}|site: is an",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'interval': '5'}"
                        + "|interval: '5' has no unit",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'interval': 5}"
                        + "|interval: '5' has no unit",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'enabled': 'yes'}"
                        + "|enabled: 'yes' is text because of its quotes",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'expect': [1]}"
                        + "|expect: is a list",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example',"
                        + " 'expect': {'status': [200, 999]}}|expect.status[1]: '999' is no status",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'tls': 1e999999999}"
                        + "|tls: is an",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'notify': ['x']}"
                        + "|notify[0]: 'x' is no destination",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'depends_on': 'b/c'}"
                        + "|depends_on: 'b/c' is no monitor",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'body': '***'}"
                        + "|body: is ***, which stands for a secret",
                "{'name': 'a', 'type': 'http', 'url': 'https://a.example',"
                        + " 'headers': {'A': '***'}}|headers.A: is ***",
                "{'name': 'a', 'type': 'shopify', 'url': 'https://a.example', 'record': 'x'}"
                        + "|record: is not for monitors added over the API",
                "{'name': 'a', 'type': 'shopify', 'url': 'https://a.example', 'notifier': []}"
                        + "|notifier: is not for monitors added over the API",
                "{'name': 'a', 'type': 'http', 'url': 'http://127.0.0.1/'}"
                        + "|url: leads to a loopback address",
                "{'name': 'a', 'type': 'http', 'url': 'http://[::1]/'}"
                        + "|url: leads to a loopback address",
                "{'name': 'a', 'type': 'tcp', 'address': '192.168.1.1:22'}"
                        + "|address: leads to a private address",
                "{'name': 'a', 'type': 'dns', 'query': 'a.b', 'resolver': '169.254.169.254'}"
                        + "|resolver: leads to an address of the machine's cloud provider",
                "{'name': 'a', 'type': 'shopify_password', 'url': 'http://localhost:8080'}"
                        + "|url: leads to this machine"
            })
    void shouldSayWhatIsWrongWithWhichKey(String json, String reason) {
        assertThat(bad(json, OPERATOR)).anyMatch(each -> each.contains(reason));
    }

    @Test
    void shouldSayAllThatIsWrongAtOnce() {
        assertThat(
                        bad(
                                "{'name': ' a', 'type': 'http', 'url': 'ftp://x', 'interval': 'x',"
                                        + " 'headers': {'A': '***', 'B': '***'}}",
                                OPERATOR))
                .hasSize(5);
    }

    @Test
    void shouldLetUsersTellOnlyWhomTheyMay() {
        String json = "{'name': 'a', 'type': 'http', 'url': 'https://a.example', 'notify': 'main'}";
        assertThat(bad(json, ANNA))
                .containsExactly("notify: 'main' is no destination; defined: shared");
        assertThat(good(json, OPERATOR).config().destinations()).containsExactly("main");
        assertThat(
                        good("{'name': 'a', 'type': 'http', 'url': 'https://a.example'}", ANNA)
                                .config()
                                .destinations())
                .as("nor by default")
                .isEmpty();
    }

    @Test
    void shouldNotFillInWhatIsInTheEnvironment() {
        AddedMonitor monitor =
                good(
                        "{'name': '${SECRET}', 'type': 'tcp', 'address': 'a.example:1',"
                                + " 'expect': '${SECRET:-x}'}",
                        OPERATOR);
        assertThat(monitor.config().id().monitor()).isEqualTo("${SECRET}");
        assertThat(((TcpCheckConfig) monitor.config().kind()).expect()).isEqualTo("${SECRET:-x}");
    }

    @Test
    void shouldAllowTheAddressesThatTheFileNames() {
        assertThat(good("{'name': 'a', 'type': 'tcp', 'address': '10.1.2.3:1'}", ANNA).config())
                .extracting(MonitorConfig::fenced)
                .isEqualTo(true);
    }

    @Test
    void shouldDependOnMonitorsBesideIt() {
        MonitorId page = new MonitorId("box", "page");
        MonitorId other = new MonitorId("api", "other");
        OtherMonitors others =
                new OtherMonitors() {
                    @Override
                    public Kind kind(MonitorId monitor) {
                        return monitor.site().equals("shop") ? Kind.STORE : Kind.CHECK;
                    }

                    @Override
                    public Set<MonitorId> parents(MonitorId monitor) {
                        return monitor.equals(other) ? Set.of(new MonitorId("api", "a")) : Set.of();
                    }
                };
        String json = "{'name': 'a', 'type': 'tcp', 'address': 'a.example:1', 'depends_on': ";

        assertThat(loader.load(document(json + "'box/page'}"), OPERATOR, others))
                .isInstanceOfSatisfying(
                        Reading.Good.class,
                        read -> assertThat(read.monitor().parents()).containsExactly(page));
        assertThat(loader.load(document(json + "'api/other'}"), OPERATOR, others))
                .isInstanceOfSatisfying(
                        Reading.Bad.class,
                        read ->
                                assertThat(read.reasons())
                                        .singleElement()
                                        .asString()
                                        .startsWith("depends_on: closes a circle"));
        assertThat(loader.load(document(json + "'shop/all'}"), OPERATOR, others))
                .isInstanceOf(Reading.Bad.class);
    }

    @Test
    void shouldRefuseAFileThatNamesWhatIsNotThere() {
        String file =
                """
                server: {user_destinations: [nobody], allow_private: [10.0.0.0/40]}
                sites: [{name: a, monitors: [{name: b, type: tcp, address: "c:1"}]}]
                """;
        LoadResult result = new ConfigLoader(name -> null).load("config.yaml", file);
        assertThat(((LoadResult.Invalid) result).problems())
                .extracting(Problem::toString)
                .anyMatch(each -> each.contains("'10.0.0.0/40' is no range of addresses"));
        LoadResult other =
                new ConfigLoader(name -> null).load("config.yaml", file.replace("/40", "/8"));
        assertThat(((LoadResult.Invalid) other).problems())
                .extracting(Problem::toString)
                .anyMatch(each -> each.contains("server.user_destinations: 'nobody' is no dest"));
    }
}
