package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.load.DiscordLoadOrder;
import tori.load.DiscordTrouble;
import tori.load.EventLoadOrder;
import tori.load.HttpLoadOrder;
import tori.load.PageEncoding;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How the commands that load and summarise are written. */
class LoadCommandsTest {

    private final List<Object> asked = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    private final Actions actions =
            (Actions)
                    Proxy.newProxyInstance(
                            Actions.class.getClassLoader(),
                            new Class<?>[] {Actions.class},
                            (proxy, method, arguments) -> {
                                asked.add(method.getName());
                                asked.addAll(List.of(arguments));
                                return ExitStatus.OK;
                            });

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    private int run(String... words) {
        return ToriCommand.parse(actions, "tori", words);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"'', GZIP", "--encoding gzip, GZIP", "--encoding zstd, ZSTD"})
    void shouldOrderALoadOfHttp(String words, PageEncoding encoding) {
        assertThat(run(("load http --rate 5 --inside " + words).strip().split(" ")))
                .isEqualTo(ExitStatus.OK);
        assertThat(asked)
                .containsExactly(
                        "loadHttp",
                        new HttpLoadOrder(
                                20,
                                50,
                                5,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                5,
                                encoding,
                                true),
                        false);
    }

    @Test
    void shouldRefuseAnEncodingThereIsNot() {
        assertThat(run("load", "http", "--encoding", "br")).isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("--encoding", "gzip, zstd", "br");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldOrderALoadOfDiscord() {
        int status =
                run(
                        ("load discord --stores 8 --products 5 --rate 2.5 --events 3 --webhooks 4"
                                        + " --duration 1m --interval 500ms --max-age 10s"
                                        + " --latency 5ms --slow 0 --errors 0.1 --limited 0.2"
                                        + " --seed 9 --json")
                                .split(" "));

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(asked)
                .containsExactly(
                        "loadDiscord",
                        new DiscordLoadOrder(
                                8,
                                5,
                                2.5,
                                3,
                                4,
                                Duration.ofMinutes(1),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                new DiscordTrouble(Duration.ofMillis(5), 0, 0.1, 0.2, 9)),
                        true);
    }

    @Test
    void shouldOrderALoadOfEvents() {
        assertThat(run("load", "events")).isEqualTo(ExitStatus.OK);
        assertThat(asked)
                .containsExactly(
                        "loadEvents",
                        new EventLoadOrder(100, Duration.ofSeconds(30), null, "receiver", 0),
                        false);
        asked.clear();
        run(
                ("load events --rate 7 --duration 2s --url http://127.0.0.1:8080"
                                + " --destination hook --receiver-port 9000 --json")
                        .split(" "));
        assertThat(asked)
                .containsExactly(
                        "loadEvents",
                        new EventLoadOrder(
                                7,
                                Duration.ofSeconds(2),
                                URI.create("http://127.0.0.1:8080"),
                                "hook",
                                9000),
                        true);
    }

    @Test
    void shouldOrderASummary() {
        assertThat(run("profile", "summary", "a.jfr", "--json")).isEqualTo(ExitStatus.OK);
        assertThat(asked).containsExactly("summary", Path.of("a.jfr"), true);
    }

    @Test
    void shouldReadSharesAsPercentToo() {
        assertThat(run("load", "discord", "--errors", "10%", "--limited", "0.2"))
                .isEqualTo(ExitStatus.OK);
        assertThat(((DiscordLoadOrder) asked.get(1)).trouble().errors()).isEqualTo(0.1);
        assertThat(run("load", "discord", "--errors", "often")).isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("is no share");
    }

    @ParameterizedTest
    @CsvSource({
        "http,--rate,0",
        "http,--rate,-1",
        "http,--rate,NaN",
        "http,--rate,Infinity",
        "http,--rate,20001",
        "http,--warmup-rate,Infinity",
        "http,--stores,0",
        "http,--products,251",
        "http,--duration,0s",
        "http,--interval,1h",
        "discord,--rate,Infinity",
        "discord,--events,Infinity",
        "discord,--interval,1h",
        "discord,--errors,200%",
        "events,--url,ftp://x",
        "events,--url,http:/x",
        "events,--rate,Infinity",
        "events,--receiver-port,70000",
    })
    void shouldNameTheOptionThatCannotBe(String load, String option, String value) {
        assertThat(run("load", load, option, value)).isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("load " + load + " needs").contains(option);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "discord", "events"})
    void shouldOfferNoConfigurationToLoads(String load) {
        PrintStream out = System.out;
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        System.setOut(new PrintStream(help, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("load", load, "--help")).isEqualTo(ExitStatus.OK);
        } finally {
            System.setOut(out);
        }
        assertThat(help.toString(StandardCharsets.UTF_8))
                .contains("--json")
                .doesNotContain("--config");
    }

    @Test
    void shouldRefuseInASentenceWhatCannotBe() {
        assertThat(run("load", "discord", "--rate", "0")).isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("load discord needs a --rate above 0 and up to 20000 a second");
        assertThat(run("load", "discord", "--errors", "0.6", "--limited", "0.6"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("leaves no request that is taken");
        assertThat(run("load", "events", "--duration", "soon")).isEqualTo(ExitStatus.USAGE);
        assertThat(said()).contains("is no duration");
        assertThat(run("load", "events", "--rate", "1000000")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("profile", "summary")).isEqualTo(ExitStatus.USAGE);
        assertThat(asked).isEmpty();
    }
}
