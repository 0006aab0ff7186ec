package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the commands about the signing key ask for. */
class SigningCommandsTest {

    private final List<Object> asked = new ArrayList<>();

    private int execute(String... args) {
        Actions actions =
                (Actions)
                        Proxy.newProxyInstance(
                                Actions.class.getClassLoader(),
                                new Class<?>[] {Actions.class},
                                (proxy, method, arguments) -> {
                                    assertThat(method.getName()).isEqualTo("signing");
                                    asked.addAll(List.of(arguments));
                                    return 0;
                                });
        return ToriCommand.parse(actions, "version", args);
    }

    @Test
    void shouldAskForTheKey() {
        assertThat(execute("signing", "key", "--config", "a.yaml")).isZero();
        assertThat(asked).containsExactly(Path.of("a.yaml"), new SigningOrder.Key());
    }

    @Test
    void shouldAskForTheDirectory() {
        assertThat(execute("signing", "directory")).isZero();
        assertThat(asked).containsExactly(Path.of("config.yaml"), new SigningOrder.Directory());
    }

    @Test
    void shouldAskForHeaders() {
        assertThat(execute("signing", "headers")).isZero();
        assertThat(execute("signing", "headers", "--days", "365")).isZero();
        assertThat(asked)
                .contains(
                        new SigningOrder.Headers(Duration.ofDays(90)),
                        new SigningOrder.Headers(Duration.ofDays(365)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "366", "-1", "soon"})
    void shouldRefuseWhatIsNoNumberOfDays(String days) {
        assertThat(execute("signing", "headers", "--days", days)).isEqualTo(ExitStatus.USAGE);
        assertThat(asked).isEmpty();
    }
}
