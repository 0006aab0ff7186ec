package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.account.AccessTerms;
import tori.account.Accounts;
import tori.account.CountingPasswords;
import tori.account.MemoryUserStore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

class UserCommandTest {

    private static final String PASSWORD = "correct horse";

    private final List<Object> orders = new ArrayList<>();
    private final Accounts accounts =
            new Accounts(
                    new MemoryUserStore(),
                    new CountingPasswords(),
                    () -> 0,
                    () -> Instant.parse("2026-01-01T00:00:00.5Z"),
                    new Random(1),
                    new AccessTerms(false, false, Set.of(), null));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final UserRun run = new UserRun(print(out), print(err));

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private int execute(String line) {
        Actions actions =
                (Actions)
                        Proxy.newProxyInstance(
                                Actions.class.getClassLoader(),
                                new Class<?>[] {Actions.class},
                                (proxy, method, arguments) -> {
                                    assertThat(method.getName()).isEqualTo("users");
                                    orders.addAll(List.of(arguments));
                                    return ExitStatus.OK;
                                });
        return ToriCommand.parse(actions, "tori test", line.split(" "));
    }

    @Test
    void shouldReadWhatIsToBeDone() {
        assertThat(execute("user add bob")).isZero();
        assertThat(execute("user add root --admin -c other.yaml")).isZero();
        assertThat(execute("user list --json")).isZero();
        assertThat(execute("user passwd bob")).isZero();
        assertThat(orders)
                .containsExactly(
                        Path.of("config.yaml"),
                        new UserOrder.Adding("bob", false),
                        Path.of("other.yaml"),
                        new UserOrder.Adding("root", true),
                        Path.of("config.yaml"),
                        new UserOrder.Listing(true),
                        Path.of("config.yaml"),
                        new UserOrder.ChangingPassword("bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user",
                "user add",
                "user add bob correct-horse",
                "user passwd bob correct-horse",
                "user add bob --password=x"
            })
    void shouldTakeNoPasswordAsAnArgument(String line) {
        assertThat(execute(line)).isEqualTo(ExitStatus.USAGE);
        assertThat(orders).isEmpty();
    }

    @Test
    void shouldAddListAndChange() throws Exception {
        assertThat(run.at(accounts, new UserOrder.Listing(false), "")).isZero();
        assertThat(run.at(accounts, new UserOrder.Adding("bob", false), PASSWORD)).isZero();
        assertThat(run.at(accounts, new UserOrder.Adding("root", true), PASSWORD)).isZero();
        assertThat(run.at(accounts, new UserOrder.Adding("BOB", false), PASSWORD))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(run.at(accounts, new UserOrder.ChangingPassword("bob"), "another horse"))
                .isZero();
        assertThat(run.at(accounts, new UserOrder.ChangingPassword("eve"), PASSWORD))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(run.at(accounts, new UserOrder.Listing(false), "")).isZero();
        assertThat(run.at(accounts, new UserOrder.Listing(true), "")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "bob was added",
                        "root was added, an administrator",
                        "bob has another password and is logged out everywhere",
                        "ID  NAME  ADMIN  ADDED",
                        "1   bob   no     2026-01-01T00:00:00Z",
                        "2   root  yes    2026-01-01T00:00:00Z",
                        "{\"id\":1,\"name\":\"bob\",\"admin\":false,"
                                + "\"created_at\":\"2026-01-01T00:00:00.500Z\"}",
                        "{\"id\":2,\"name\":\"root\",\"admin\":true,"
                                + "\"created_at\":\"2026-01-01T00:00:00.500Z\"}");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "there are no users",
                        "tori: this name is taken; choose another",
                        "tori: there is no user of this name");
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadThePasswordFromTheFirstLine() throws Exception {
        assertThat(PasswordInput.line(input("corréct horse\nrest"))).isEqualTo("corréct horse");
        assertThat(PasswordInput.line(input(" kept \r\n"))).isEqualTo(" kept ");
        assertThat(PasswordInput.line(input("no end"))).isEqualTo("no end");
        for (String none : List.of("", "\n", "\r\n", "x".repeat(2_000))) {
            assertThatThrownBy(() -> PasswordInput.line(input(none)))
                    .isInstanceOf(IOException.class);
        }
    }
}
