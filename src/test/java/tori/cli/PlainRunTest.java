package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What goes past the parser means the same as what goes through it. */
class PlainRunTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "--config a.yaml",
                "-c ./a",
                "run --config /etc/tori/config.yaml",
                "run -c ../a-b_c.yml"
            })
    void shouldReadAsTheParserDoes(String line) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        List<Path> parsed = new ArrayList<>();

        int status = ToriCommand.parse(actions(parsed), "version", args);

        assertThat(status).isZero();
        assertThat(parsed).containsExactly(ToriCommand.plainRun(args));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "run --help",
                "--version",
                "run --config",
                "--config run",
                "--config -c.yaml",
                "--config @a.yaml",
                "--config=a.yaml",
                "--config a.yaml run",
                "--config \"a.yaml\"",
                "run run",
                "run --config a.yaml b.yaml"
            })
    void shouldLeaveTheRestToTheParser(String line) {
        assertThat(ToriCommand.plainRun(line.split(" "))).isNull();
    }

    private static Actions actions(List<Path> runs) {
        return (Actions)
                Proxy.newProxyInstance(
                        Actions.class.getClassLoader(),
                        new Class<?>[] {Actions.class},
                        (proxy, method, arguments) -> {
                            assertThat(method.getName()).isEqualTo("run");
                            runs.add((Path) arguments[0]);
                            return 0;
                        });
    }
}
