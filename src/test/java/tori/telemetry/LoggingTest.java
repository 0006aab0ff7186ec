package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** Logs from processes of their own, because logging belongs to a whole process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoggingTest {

    @ParameterizedTest
    @CsvSource({
        "https://discord.com/api/v10/webhooks/123/aB-c_d?wait=true,"
                + " https://discord.com/api/v10/webhooks/123/***?wait=true",
        "key whsec_aGVsbG8+/= end, key whsec_*** end",
        "postgresql://user:p@ss@host/db, postgresql://***@host/db",
        "socks5://bob@proxy:1080, socks5://***@proxy:1080",
        "https://shop.com/products/@handle, https://shop.com/products/@handle",
        "nothing to hide: a@b.c, nothing to hide: a@b.c",
    })
    void shouldMaskSecretsAndNothingElse(String text, String masked) {
        assertThat(SecretMask.mask(text)).isEqualTo(masked);
    }

    @Test
    void shouldRefuseAnUnknownLevel() {
        assertThatThrownBy(() -> Logging.configure(false, "loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"loud\" is no log level");
    }

    @Test
    void shouldLeaveLoggingToAFileThatIsThere() {
        Configurator ours =
                ServiceLoader.load(Configurator.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(StandardLogging.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        LoggerContext context = new LoggerContext();

        assertThat(ours.configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("io.helidon").getLevel()).as("not set").isNull();
    }

    private static List<String> run(String json, String level) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Chatter.class.getName(),
                                json,
                                level)
                        .start();
        try {
            List<String> lines = process.errorReader().lines().toList();
            assertThat(process.inputReader().lines()).as("stdout is for results").isEmpty();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldLogTextWithUtcTimeAndMaskedSecrets() throws Exception {
        List<String> lines = run("false", "info");

        assertThat(lines.getFirst())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[main]"
                                + " Chatter: sent to https://discord.com/api/webhooks/1/\\*\\*\\*");
        assertThat(lines).anyMatch(line -> line.endsWith("two lines"));
        assertThat(lines).anyMatch(line -> line.contains("from java.util.logging"));
        assertThat(lines)
                .contains(
                        "\tjava.io.IOException: cannot reach"
                                + " https://discord.com/api/webhooks/1/***",
                        "\tand on a line of its own");
        assertThat(lines).anyMatch(line -> line.endsWith("a ?[2Jbold? name"));
        assertThat(String.join("\n", lines)).doesNotContain("t0ken").doesNotContain("not shown");
    }

    @Test
    void shouldLogJsonLinesWithMaskedSecrets() throws Exception {
        List<String> lines = run("true", "DEBUG");

        ObjectMapper json = new ObjectMapper();
        boolean withThrowable = false;
        for (String line : lines) {
            JsonNode object = json.readTree(line);
            assertThat(object.has("timestamp")).isTrue();
            assertThat(object.has("level")).isTrue();
            assertThat(object.has("formattedMessage")).isTrue();
            withThrowable |= object.path("throwable").has("message");
        }
        assertThat(lines).hasSize(6);
        assertThat(withThrowable).isTrue();
        assertThat(String.join("\n", lines)).doesNotContain("t0ken").contains("not shown at info");
    }

    /** Logs a few things. */
    static final class Chatter {

        private Chatter() {}

        public static void main(String[] args) {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.reset();
            StandardLogging.setUp(context);
            Logging.configure(Boolean.parseBoolean(args[0]), args[1]);
            org.slf4j.Logger log = LoggerFactory.getLogger("tori.Chatter");
            String secret = "https://discord.com/api/webhooks/1/t0ken";
            log.info("sent to {}", secret);
            log.info("a message of\ntwo lines");
            log.info("a {} name", "\u001b[2Jbold\u2028");
            log.debug("not shown at info");
            java.util.logging.Logger.getLogger("x").warning("from java.util.logging");
            LoggerFactory.getLogger("io.helidon.webserver").info("noise");
            log.error(
                    "failed",
                    new IOException("cannot reach " + secret + "\nand on a line of its own"));
        }
    }
}
