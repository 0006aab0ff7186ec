package tori.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.MonitorId;
import tori.model.Rate;
import tori.time.Backoff;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

class ConfigLoaderTest {

    private static final String WEBHOOK = "https://discord.com/api/webhooks/1/abc";
    private static final String SIGNING_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "DISCORD_WEBHOOK_URL", WEBHOOK,
                    "HOOK_SECRET", SIGNING_KEY,
                    "DIR", "x: [y]\n# z",
                    "STORE", "https://s.example",
                    "SECONDS", "90",
                    "ENABLED", "no",
                    "TRIES", "2",
                    "EMPTY", "");

    private final ConfigLoader loader = new ConfigLoader(ENVIRONMENT::get);

    @Test
    void shouldReadTheContractsSettings() {
        Config config = good("contract.yaml").config();

        DeliveryConfig unlimited =
                new DeliveryConfig(DeliveryMode.AUTO, null, 1024, Duration.ofMinutes(2), List.of());
        assertThat(config.destinations())
                .containsExactly(
                        Map.entry(
                                "main",
                                new DestinationConfig.Discord(
                                        new Secret(WEBHOOK),
                                        "Tori",
                                        URI.create("https://example.com/tori.png"),
                                        "<@&1234>",
                                        true,
                                        new DeliveryConfig(
                                                DeliveryMode.AUTO,
                                                new Rate(30, Duration.ofSeconds(60)),
                                                1024,
                                                Duration.ofMinutes(2),
                                                List.of("backup")))),
                        Map.entry("backup", new DestinationConfig.File("events.jsonl", unlimited)),
                        Map.entry(
                                "hook",
                                new DestinationConfig.Webhook(
                                        new Secret("https://hooks.example.com/tori"),
                                        new Secret(SIGNING_KEY),
                                        new DeliveryConfig(
                                                DeliveryMode.GUARANTEED,
                                                null,
                                                1024,
                                                Duration.ofMinutes(2),
                                                List.of()))));
        assertThat(config.http())
                .isEqualTo(
                        new HttpConfig(
                                "tori/{version} (+https://example.com/bot)",
                                5000,
                                new GateConfig(4, Duration.ZERO),
                                new GateConfig(64, Duration.ZERO),
                                64 << 20));
        assertThat(config.http().userAgent("1.2")).isEqualTo("tori/1.2 (+https://example.com/bot)");
        assertThat(config.store())
                .isEqualTo(
                        new StoreConfig(
                                new StorePlace.Sqlite("tori.db"), RetentionConfig.STANDARD));
        assertThat(config.server()).isEqualTo(new ServerConfig("127.0.0.1", 8080));
        assertThat(config.log())
                .isEqualTo(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO));
    }

    @Test
    void shouldNotWaitForWhatIsNoRegularFile() {
        assertThat(new ConfigLoader(name -> null).load(Path.of("/dev/zero")))
                .isInstanceOfSatisfying(
                        LoadResult.Invalid.class,
                        invalid ->
                                assertThat(invalid.problems().getFirst().toString())
                                        .startsWith("/dev/zero: is not a regular file"));
    }

    @Test
    void shouldReadTheContractsMonitors() {
        Config config = good("contract.yaml").config();

        assertThat(config.monitors())
                .containsExactly(
                        new MonitorConfig(
                                new MonitorId("gorilla", "energy"),
                                URI.create("https://gorillamind.com"),
                                true,
                                new Schedule(
                                        Duration.ofSeconds(30),
                                        0.1,
                                        Duration.ofSeconds(10),
                                        4,
                                        new Backoff(
                                                Duration.ofSeconds(1),
                                                Duration.ofSeconds(60),
                                                2,
                                                0.1)),
                                List.of("main"),
                                new ShopifyConfig(
                                        List.of("energy-drinks"),
                                        null,
                                        new AlertConfig(
                                                EnumSet.of(
                                                        EventSelection.RESTOCKED,
                                                        EventSelection.NEW,
                                                        EventSelection.PRICE_DROP),
                                                new MatchConfig(
                                                        List.of("watermelon", "-sample"),
                                                        Set.of(42117358551085L),
                                                        Map.of("size", Set.of("10", "10.5")),
                                                        new BigDecimal("10"),
                                                        new BigDecimal("60"),
                                                        Set.of(),
                                                        Set.of()),
                                                false,
                                                OptionalDouble.of(0.5),
                                                Duration.ZERO,
                                                Map.of()))));
    }

    @Test
    void shouldReadTheDemoThatIsCheckedIn() {
        LoadResult result = new ConfigLoader(name -> null).load(Path.of("config.yaml"));

        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        LoadResult.Loaded loaded = (LoadResult.Loaded) result;
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().monitors()).hasSize(1);
        assertThat(loaded.config().monitors().getFirst().siteUrl()).hasScheme("demo");
        assertThat(loaded.config().server()).isNotNull();
    }

    @Test
    void shouldWatchTheWholeCatalogueWhereNothingElseIsSaid() {
        String text =
                """
                sites:
                  - name: box
                    url: https://box.example
                    monitors: [{name: all, type: shopify}]
                """;

        LoadResult result = loader.load("config.yaml", text);

        Config config = ((LoadResult.Loaded) result).config();
        assertThat(config.monitors().getFirst().kind()).isEqualTo(ShopifyConfig.WHOLE_CATALOGUE);
    }

    @Test
    void shouldReadTheDemosExamplesOnceTheyAreSwitchedOn() throws IOException {
        String text = Files.readString(Path.of("config.yaml"));
        String on =
                text.replaceAll("(?m)^  # ((?:  )?(?:discord|hook|- name|  +[a-z-]).*)$", "  $1")
                        .replace("[screen, events]", "[screen, events, discord, hook]");

        LoadResult result = loader.load("config.yaml", on);

        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        Config config = ((LoadResult.Loaded) result).config();
        assertThat(config.destinations()).containsKeys("discord", "hook");
        assertThat(config.monitors()).extracting(m -> m.id().site()).contains("gorilla");
    }

    @Test
    void shouldGiveDefaultsToWhatIsLeftOut() {
        LoadResult.Loaded loaded = good("minimal.yaml");

        Config config = loaded.config();
        assertThat(config.server()).isNull();
        assertThat(config.profiling()).isEqualTo(new ProfilingConfig("profiles"));
        assertThat(config.http().userAgentTemplate()).isEqualTo("tori/{version}");
        ShopifyConfig kind = (ShopifyConfig) config.monitors().getFirst().kind();
        assertThat(kind.collections()).isEmpty();
        assertThat(kind.sitemapInterval()).isNull();
        assertThat(kind.alerts().events()).containsExactlyInAnyOrder(EventSelection.values());
        assertThat(kind.alerts().match()).isEqualTo(MatchConfig.ALL);
        assertThat(loaded.warnings())
                .extracting(Warning::toString)
                .containsExactly(
                        "src/test/resources/config/good/minimal.yaml:5:9: sites[0].monitors[0]:"
                            + " tells nobody; name destinations in 'notify' here, at the site or in"
                            + " 'defaults'");
    }

    @Test
    void shouldCountWhoTakesOverAsTold() {
        LoadResult.Loaded loaded =
                (LoadResult.Loaded)
                        loader.load(
                                "failover.yaml",
                                """
                                destinations:
                                  main: {type: console, delivery: guaranteed, failover: [b, a]}
                                  a: {type: file, path: a.jsonl, failover: main}
                                  b: {type: console, delivery: freshest, failover: [c]}
                                  c: {type: console, failover: []}
                                  idle: {type: console}
                                sites:
                                  - name: s
                                    url: https://s.example
                                    monitors: [{name: m, type: shopify, notify: main}]
                                """);

        assertThat(loaded.config().destinations().values())
                .extracting(destination -> destination.delivery().failover())
                .containsExactly(
                        List.of("b", "a"), List.of("main"), List.of("c"), List.of(), List.of());
        assertThat(loaded.warnings())
                .extracting(Warning::toString)
                .containsExactly(
                        "failover.yaml:6:3: destinations.idle: is told nothing; name it in a"
                                + " 'notify' or 'failover', or remove it");
    }

    @Test
    void shouldReadEveryKindOfMonitor() {
        String text =
                """
                defaults: {cooldown: 5m}
                sites:
                  - name: box
                    url: https://box.example
                    monitors:
                      - {name: some, type: shopify, collection: [boots, sale, boots]}
                      - {name: found, type: shopify, discover: sitemap}
                      - {name: later, type: shopify, discover: sitemap, discover_interval: 1h}
                      - {name: one, type: shopify_product, handle: größe-10, events: restocked}
                      - {name: door, type: shopify_password, events: unlocked}
                      - {name: both, type: shopify_password}
                """;

        Config config = ((LoadResult.Loaded) loader.load("config.yaml", text)).config();

        AlertConfig everything =
                new AlertConfig(
                        EnumSet.allOf(EventSelection.class),
                        MatchConfig.ALL,
                        false,
                        OptionalDouble.of(0.5),
                        Duration.ofMinutes(5),
                        Map.of());
        AlertConfig restocks =
                new AlertConfig(
                        EnumSet.of(EventSelection.RESTOCKED),
                        MatchConfig.ALL,
                        false,
                        OptionalDouble.of(0.5),
                        Duration.ofMinutes(5),
                        Map.of());
        assertThat(config.monitors())
                .extracting(MonitorConfig::kind)
                .containsExactly(
                        new ShopifyConfig(List.of("boots", "sale"), null, everything),
                        new ShopifyConfig(List.of(), Duration.ofMinutes(5), everything),
                        new ShopifyConfig(List.of(), Duration.ofHours(1), everything),
                        new ShopifyProductConfig("größe-10", restocks),
                        new ShopifyPasswordConfig(EnumSet.of(LockSelection.UNLOCKED)),
                        new ShopifyPasswordConfig(EnumSet.allOf(LockSelection.class)));
    }

    @Test
    void shouldSayThatAnIntervalCountsForNothing() {
        String text =
                """
                sites:
                  - name: box
                    url: https://box.example
                    monitors: [{name: all, type: shopify, discover_interval: 1h}]
                """;

        LoadResult.Loaded loaded = (LoadResult.Loaded) loader.load("config.yaml", text);

        assertThat(loaded.warnings())
                .extracting(Warning::message)
                .contains("counts only beside 'discover: sitemap'");
    }

    @Test
    void shouldReadTheOriginalFile() {
        LoadResult.Loaded loaded = good("legacy.yaml");

        MonitorConfig monitor = loaded.config().monitors().getFirst();
        assertThat(monitor.id()).isEqualTo(new MonitorId("gorilla", "energy"));
        assertThat(monitor.siteUrl()).isEqualTo(URI.create("https://gorillamind.com"));
        assertThat(monitor.schedule().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(monitor.schedule().maxAttempts()).isEqualTo(4);
        assertThat(monitor.schedule().backoff().initial()).isEqualTo(Duration.ofSeconds(5));
        assertThat(monitor.destinations()).containsExactly("gorilla");
        ShopifyConfig kind = (ShopifyConfig) monitor.kind();
        assertThat(kind.collections()).containsExactly("energy-drinks");
        assertThat(kind.alerts().match().variants()).containsExactly(42117358551085L);
        assertThat(kind.alerts().labels())
                .containsExactly(Map.entry(42117358551085L, "Watermelon"));
        assertThat(loaded.config().destinations().get("gorilla"))
                .isInstanceOfSatisfying(
                        DestinationConfig.Discord.class,
                        discord -> {
                            assertThat(discord.url().value()).isEqualTo(WEBHOOK);
                            assertThat(discord.username()).isEqualTo("Tori");
                            assertThat(discord.delivery().rate())
                                    .isEqualTo(new Rate(30, Duration.ofMinutes(1)));
                        });
        assertThat(loaded.warnings())
                .extracting(Warning::message)
                .containsExactly(
                        "is a key of the original file; today it is defaults.interval",
                        "is a key of the original file; today it is defaults.retry.initial",
                        "is a key of the original file; today it is defaults.retry.max_attempts: 4"
                                + " (which counts the first try)",
                        "is a key of the original file; today it is url",
                        "is a key of the original file; today it is destinations (type: discord)"
                                + " and notify",
                        "is a key of the original file; today it is type: shopify, collection:"
                                + " energy-drinks",
                        "is a key of the original file; today it is match.variants, and labels for"
                                + " the names");
    }

    @Test
    void shouldBeLenientWithTheOriginalFile() {
        Config config = good("legacy-lenient.yaml").config();

        assertThat(config.destinations().keySet()).containsExactly("notifier", "notifier-2");
        assertThat(config.monitors())
                .extracting(MonitorConfig::id)
                .containsExactly(
                        new MonitorId("shop.example", "products"),
                        new MonitorId("shop.example", "products-2"),
                        new MonitorId("shop.example", "one"));
        assertThat(config.monitors())
                .extracting(MonitorConfig::siteUrl)
                .containsExactly(
                        URI.create("https://shop.example"),
                        URI.create("https://shop.example/en"),
                        URI.create("https://shop.example"));
        assertThat(config.monitors())
                .extracting(MonitorConfig::destinations)
                .containsExactly(
                        List.of("notifier", "notifier-2"),
                        List.of("notifier", "notifier-2"),
                        List.of("notifier"));
        MonitorConfig last = config.monitors().getLast();
        assertThat(last.schedule().interval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(last.schedule().backoff().initial()).isEqualTo(Duration.ofSeconds(90));
        assertThat(((ShopifyConfig) last.kind()).alerts().match().variants())
                .containsExactly(7L, 8L);
        assertThat(((ShopifyConfig) last.kind()).alerts().labels()).isEmpty();
    }

    @Test
    void shouldTakeForTextWhatYamlTakesForSomethingElse() {
        Config config = good("yaml-traps.yaml").config();

        MonitorConfig monitor = config.monitors().getFirst();
        assertThat(monitor.id()).isEqualTo(new MonitorId("no", "on"));
        assertThat(monitor.enabled()).isTrue();
        assertThat(monitor.siteUrl()).isEqualTo(URI.create("demo://store?seed=7&products=300"));
        assertThat(monitor.destinations()).containsExactly("yes");
        assertThat(monitor.kind())
                .isEqualTo(
                        new ShopifyConfig(
                                List.of(),
                                null,
                                new AlertConfig(
                                        EnumSet.allOf(EventSelection.class),
                                        new MatchConfig(
                                                List.of("no", "on", "1e3", "010", "2026-12-01"),
                                                Set.of(),
                                                Map.of(
                                                        "size",
                                                        Set.of("010", "1_000", "10.50", "~x"),
                                                        "on",
                                                        Set.of("off")),
                                                new BigDecimal("10"),
                                                new BigDecimal("60.5"),
                                                Set.of(),
                                                Set.of()),
                                        true,
                                        OptionalDouble.empty(),
                                        Duration.ZERO,
                                        Map.of(42117358551085L, "yes"))));
    }

    @Test
    void shouldReadHowPollsBehave() {
        Config config = good("politeness.yaml").config();

        assertThat(config.http().signing())
                .isEqualTo(
                        new SigningConfig(
                                "keys/signing.pem",
                                "https://bot.example.com",
                                SigningConfig.Form.DICTIONARY));
        assertThat(config.monitors())
                .extracting(monitor -> monitor.schedule().adaptive())
                .containsExactly(
                        new AdaptiveConfig(
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(2),
                                Duration.ofHours(3)),
                        null,
                        new AdaptiveConfig(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(10),
                                Duration.ofHours(1)),
                        new AdaptiveConfig(
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(5),
                                Duration.ofHours(1)));
        assertThat(good("contract.yaml").config().http().signing()).isNull();
    }

    @Test
    void shouldInheritKeyByKey() {
        Config config = good("inheritance.yaml").config();

        MonitorConfig first = config.monitors().getFirst();
        assertThat(first.siteUrl()).isEqualTo(URI.create("https://a.example/de"));
        assertThat(first.destinations()).containsExactly("two", "three");
        assertThat(first.schedule())
                .isEqualTo(
                        new Schedule(
                                Duration.ofMillis(500),
                                0.1,
                                Duration.ofSeconds(10),
                                7,
                                new Backoff(
                                        Duration.ofSeconds(2), Duration.ofSeconds(10), 2, 0.1)));
        ShopifyConfig kind = (ShopifyConfig) first.kind();
        assertThat(kind.alerts().guardShrink()).hasValue(0.25);
        assertThat(kind.alerts().alertOnFirst()).isTrue();
        assertThat(kind.alerts().cooldown()).isEqualTo(Duration.ofMinutes(5));

        MonitorConfig second = config.monitors().get(1);
        assertThat(second.destinations()).isEmpty();
        assertThat(second.schedule().interval()).isEqualTo(Duration.ofHours(2));
        assertThat(second.schedule().maxAttempts()).isEqualTo(1);
        assertThat(second.schedule().backoff()).isEqualTo(first.schedule().backoff());
        assertThat(((ShopifyConfig) second.kind()).alerts().guardShrink()).isEmpty();

        MonitorConfig third = config.monitors().get(2);
        assertThat(third.enabled()).isFalse();
        assertThat(third.destinations()).containsExactly("one");
        assertThat(third.schedule().jitter()).isZero();
        assertThat(third.schedule().interval()).isEqualTo(Duration.ofSeconds(90));

        assertThat(config.destinations().get("two"))
                .isEqualTo(
                        new DestinationConfig.File(
                                "two.jsonl",
                                new DeliveryConfig(
                                        DeliveryMode.AUTO,
                                        new Rate(5, Duration.ofSeconds(2)),
                                        1,
                                        Duration.ofMinutes(2),
                                        List.of())));
    }

    @Test
    void shouldFillVariablesInWithoutReadingThemAsYaml() {
        Config config =
                ((LoadResult.Loaded)
                                loader.load(
                                        "variables.yaml",
                                        text("variables.yaml").replace("${DIR}", "${STORE}")))
                        .config();

        assertThat(config.destinations().get("d"))
                .isInstanceOfSatisfying(
                        DestinationConfig.Webhook.class,
                        webhook -> {
                            assertThat(webhook.url().value())
                                    .isEqualTo("https://hooks.example.com/x");
                            assertThat(webhook.secret()).isNull();
                        });
        assertThat(config.destinations().get("f"))
                .isInstanceOfSatisfying(
                        DestinationConfig.File.class,
                        file ->
                                assertThat(file.path())
                                        .isEqualTo("${HOME}/https://s.example/a, [b] {c.jsonl"));
        MonitorConfig monitor = config.monitors().getFirst();
        assertThat(monitor.siteUrl()).isEqualTo(URI.create("https://s.example"));
        assertThat(monitor.enabled()).isFalse();
        assertThat(monitor.schedule().interval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(monitor.schedule().maxAttempts()).isEqualTo(2);
    }

    @Test
    void shouldNotLetAVariableAddKeys() {
        Map<String, String> environment = Map.of("NAME", "a, url: b}\nlog: {level: trace");
        LoadResult result =
                new ConfigLoader(environment::get)
                        .load("x.yaml", "sites: [{name: \"${NAME}\", url: 'https://s.example'}]");

        assertThat(problems(result))
                .containsExactly(
                        "x.yaml:1:16: sites[0].name: the value of the variable has a control"
                                + " character; give a name of 1 to 100 characters without '/' and"
                                + " without blanks at its ends");
    }

    @Test
    void shouldPrintNoSecret() {
        String printed = good("contract.yaml").toString();

        assertThat(printed).contains("***").doesNotContain("abc", "MfKQ9", "hooks.example.com");
    }

    @Test
    void shouldRefuseALineThatTheParserTakesVeryLongFor(@TempDir Path folder) throws IOException {
        Path endless = folder.resolve("long.yaml");
        Files.writeString(endless, "sites: []\nx: '" + "y".repeat(ConfigText.MAX_LINE) + "'\n");
        assertThat(problems(loader.load(endless)))
                .containsExactly(
                        endless
                                + ":2:1: the line is longer than a million characters; break it"
                                + " up");
    }

    @Test
    void shouldLetNoKeySteerTheTerminal(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("steering.yaml");
        Files.writeString(file, "sites: []\n\"\\u001b[31mred\\u0007\": 1\n");
        assertThat(problems(loader.load(file)))
                .singleElement()
                .asString()
                .contains("?[31mred?")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldSayInASentenceWhyThereIsNoFile(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThat(problems(loader.load(missing)))
                .containsExactly(
                        missing
                                + ": there is no such file; create it, or give another with"
                                + " --config");
        assertThat(problems(loader.load(folder)))
                .containsExactly(folder + ": is a directory; give the path of a YAML file");
        Path large = folder.resolve("large.yaml");
        Files.writeString(large, "#".repeat(ConfigText.MAX_BYTES + 1));
        assertThat(problems(loader.load(large)))
                .containsExactly(large + ": is too large; at most 32 MiB are read");
    }

    @Test
    void shouldSayThatTheFileMayNotBeRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("closed.yaml"), "sites: []");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read every file");

        assertThat(problems(loader.load(file)))
                .containsExactly(
                        file
                                + ": may not be read by this user; change its permissions or its"
                                + " owner");
    }

    @Test
    void shouldReadTenThousandMonitors() {
        StringBuilder text = new StringBuilder("sites:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - {name: s").append(i).append(", url: 'https://s").append(i);
            text.append(".example', monitors: [{name: m, type: shopify}]}\n");
        }

        LoadResult result = loader.load("x.yaml", text.toString());

        assertThat(((LoadResult.Loaded) result).config().monitors()).hasSize(10_000);
    }

    private LoadResult.Loaded good(String name) {
        LoadResult result = loader.load(Path.of("src/test/resources/config/good", name));
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return (LoadResult.Loaded) result;
    }

    private static String text(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/config/good", name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> problems(LoadResult result) {
        assertThat(result).isInstanceOf(LoadResult.Invalid.class);
        return ((LoadResult.Invalid) result).problems().stream().map(Problem::toString).toList();
    }
}
