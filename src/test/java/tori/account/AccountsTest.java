package tori.account;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import tori.account.AccountChange.Reason;
import tori.config.Secret;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

class AccountsTest {

    private static final String PASSWORD = "correct horse";
    private static final AccessTerms CLOSED =
            new AccessTerms(false, false, Set.of("gorilla"), null);
    private static final AccessTerms OPEN = new AccessTerms(true, false, Set.of("gorilla"), null);

    private final MemoryUserStore store = new MemoryUserStore();
    private final CountingPasswords passwords = new CountingPasswords();
    private final InetAddress here = InetAddress.getLoopbackAddress();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Accounts accounts = with(CLOSED);

    private Accounts with(AccessTerms terms) {
        return new Accounts(
                store,
                passwords,
                () -> Duration.between(Instant.EPOCH, now).toNanos(),
                () -> now,
                new Random(1),
                terms);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Account add(String name) throws Exception {
        AccountChange change = accounts.add(name, PASSWORD, false);
        passwords.work();
        return ((AccountChange.Done) change).account();
    }

    private String token(String name) throws Exception {
        Login.Accepted accepted = (Login.Accepted) accounts.login(name, PASSWORD, here);
        passwords.work();
        return accepted.token().text();
    }

    private static Reason reason(AccountChange change) {
        return ((AccountChange.Refused) change).reason();
    }

    @Test
    void shouldMakeTheFirstOnThisMachineAnAdministrator() throws Exception {
        assertThat(accounts.register("root", PASSWORD, here, false))
                .isInstanceOf(Registration.Closed.class);
        Registration first = accounts.register("root", PASSWORD, here, true);
        assertThat(((Registration.Registered) first).account().admin()).isTrue();
        assertThat(accounts.register("bob", PASSWORD, here, true))
                .isInstanceOf(Registration.Closed.class);
    }

    @Test
    void shouldRegisterAnybodyWhereThatIsAllowed() throws Exception {
        accounts.configure(OPEN);
        Registration stranger = accounts.register("eve", PASSWORD, here, false);
        assertThat(((Registration.Registered) stranger).account().admin()).isFalse();
        Registration second = accounts.register("root", PASSWORD, here, true);
        assertThat(((Registration.Registered) second).account().admin()).isFalse();
        Registration taken = accounts.register("EVE", PASSWORD, here, false);
        assertThat(reason(((Registration.Refused) taken).refusal())).isEqualTo(Reason.TAKEN);
    }

    @Test
    void shouldLimitRegistrations() throws Exception {
        accounts.configure(OPEN);
        for (int i = 0; i < 5; i++) {
            assertThat(accounts.register("user " + i, PASSWORD, here, false))
                    .isInstanceOf(Registration.Registered.class);
        }
        passwords.work();
        assertThat(accounts.register("user 5", PASSWORD, here, false))
                .isEqualTo(new Registration.TooMany(Duration.ofMinutes(1)));
        assertThat(passwords.work()).isEmpty();
        assertThat(accounts.register("user 5", PASSWORD, InetAddress.ofLiteral("::1"), false))
                .isInstanceOf(Registration.Registered.class);
    }

    @Test
    void shouldRefuseNamesOfSitesAndBadPasswords() throws Exception {
        assertThat(reason(accounts.add("Gorilla", PASSWORD, false))).isEqualTo(Reason.TAKEN);
        assertThat(reason(accounts.add("tori", PASSWORD, true))).isEqualTo(Reason.TAKEN);
        assertThat(reason(accounts.add("a/b", PASSWORD, false))).isEqualTo(Reason.INVALID);
        assertThat(reason(accounts.add("bob", "1234567", false))).isEqualTo(Reason.INVALID);
        assertThat(reason(accounts.add("bob", "x".repeat(201), false))).isEqualTo(Reason.INVALID);
        assertThat(reason(accounts.add("bob marley", "Bob Marley", false)))
                .isEqualTo(Reason.INVALID);
        assertThat(store.count()).isZero();
        assertThat(passwords.work()).isEmpty();
    }

    @Test
    void shouldDoTheSameWorkForAnUnknownUserAsForAWrongPassword() throws Exception {
        add("bob");
        Login unknown = accounts.login("nobody", PASSWORD, here);
        List<String> forUnknown = passwords.work();
        Login wrong = accounts.login("bob", "wrong horse", here);
        List<String> forWrong = passwords.work();
        Login impossible = accounts.login("a/b\n".repeat(1_000), PASSWORD, here);
        List<String> forImpossible = passwords.work();
        assertThat(List.of(unknown, wrong, impossible)).containsOnly(new Login.Wrong());
        assertThat(forUnknown).containsExactly("match").isEqualTo(forWrong);
        assertThat(forImpossible).isEqualTo(forWrong);
    }

    @Test
    void shouldKnowWhoShowsAToken() throws Exception {
        Account bob = add("bob");
        Session session = accounts.session(token("BOB"));
        assertThat(session).isNotNull();
        assertThat(session.user().account()).isEqualTo(bob);
        assertThat(with(CLOSED).session(token("bob"))).isNotNull();
        assertThat(accounts.session("nonsense")).isNull();
        String late = token("bob");
        pass(Duration.ofHours(12));
        assertThat(accounts.session(late)).isNull();
    }

    @Test
    void shouldEndOneTokenAtLogout() throws Exception {
        add("bob");
        String one = token("bob");
        String other = token("bob");
        accounts.logout(accounts.session(one));
        assertThat(accounts.session(one)).isNull();
        assertThat(with(CLOSED).session(one)).isNull();
        assertThat(accounts.session(other)).isNotNull();
    }

    @Test
    void shouldEndAllTokensWithTheirPassword() throws Exception {
        add("bob");
        String one = token("bob");
        String other = token("bob");
        assertThat(accounts.changePassword(accounts.session(one), "wrong", "another one", here))
                .isEqualTo(new Login.Wrong());
        assertThat(accounts.changePassword(accounts.session(one), PASSWORD, "short", here))
                .isInstanceOf(Login.Invalid.class);
        assertThat(accounts.session(one)).isNotNull();
        Login changed =
                accounts.changePassword(accounts.session(one), PASSWORD, "another one", here);
        assertThat(accounts.session(one)).isNull();
        assertThat(accounts.session(other)).isNull();
        String fresh = ((Login.Accepted) changed).token().text();
        assertThat(accounts.session(fresh)).isNotNull();
        assertThat(accounts.login("bob", PASSWORD, here)).isEqualTo(new Login.Wrong());
        assertThat(accounts.login("bob", "another one", here)).isInstanceOf(Login.Accepted.class);

        assertThat(accounts.setPassword("Bob", "by the operator"))
                .isInstanceOf(AccountChange.Done.class);
        assertThat(accounts.session(fresh)).isNull();
        assertThat(reason(accounts.setPassword("eve", "by the operator")))
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void shouldEndAllTokensWithTheirSecret() throws Exception {
        add("bob");
        String kept = token("bob");
        Secret secret = new Secret("0123456789abcdef0123456789abcdef");
        accounts.configure(new AccessTerms(false, false, Set.of(), secret));
        assertThat(accounts.session(kept)).isNull();
        assertThat(accounts.session(token("bob"))).isNotNull();
        accounts.configure(CLOSED);
        assertThat(accounts.session(kept)).isNotNull();
    }

    @Test
    void shouldHashAgainWhatWasHashedAtAnotherPrice() throws Exception {
        store.add(new NewUser("bob", "old hash of " + PASSWORD, false, now), false);
        String token = token("bob");
        User bob = store.find("bob");
        assertThat(bob.passwordHash()).isEqualTo("hash of " + PASSWORD);
        assertThat(accounts.session(token)).isNotNull();
        assertThat(accounts.login("bob", PASSWORD, here)).isInstanceOf(Login.Accepted.class);
        assertThat(passwords.work()).containsExactly("match");
    }

    @Test
    void shouldLimitFailuresOfAName() throws Exception {
        add("bob");
        for (int i = 0; i < 10; i++) {
            InetAddress somewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i});
            assertThat(accounts.login("bob", "wrong horse", somewhere))
                    .isEqualTo(new Login.Wrong());
        }
        passwords.work();
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 0, 1, 0});
        assertThat(accounts.login("BOB", PASSWORD, elsewhere))
                .isEqualTo(new Login.TooMany(Duration.ofSeconds(30)));
        assertThat(passwords.work()).isEmpty();
        assertThat(accounts.login("eve", PASSWORD, elsewhere)).isEqualTo(new Login.Wrong());
        pass(Duration.ofSeconds(30));
        assertThat(accounts.login("bob", PASSWORD, elsewhere)).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void shouldNotLetStrangersKeepSomebodyOutWhoWasHereBefore() throws Exception {
        add("bob");
        assertThat(accounts.login("bob", PASSWORD, here)).isInstanceOf(Login.Accepted.class);
        for (int round = 0; round < 48; round++) {
            pass(Duration.ofSeconds(30));
            for (int i = 0; i < 10; i++) {
                InetAddress somewhere =
                        InetAddress.getByAddress(new byte[] {10, 1, (byte) round, (byte) i});
                accounts.login("bob", "wrong horse", somewhere);
            }
            InetAddress unknown = InetAddress.getByAddress(new byte[] {10, 2, 0, (byte) round});
            assertThat(accounts.login("bob", PASSWORD, unknown)).isInstanceOf(Login.TooMany.class);
            assertThat(accounts.login("Bob", PASSWORD, here)).isInstanceOf(Login.Accepted.class);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(accounts.login("bob", "wrong horse", here)).isEqualTo(new Login.Wrong());
        }
        assertThat(accounts.login("bob", PASSWORD, here))
                .as("who was here before guesses no more often than others")
                .isInstanceOf(Login.TooMany.class);
    }

    /** Marks in an order that has to be sorted: the work grows with the square of their number. */
    @Test
    void shouldMakeNoWorkOfWhatIsTooLong() throws Exception {
        add("bob");
        passwords.work();
        String marks = "a" + "\u0301\u0316".repeat(16_000);
        assertThat(accounts.login(marks, PASSWORD, here)).isEqualTo(new Login.Wrong());
        assertThat(accounts.login("bob", marks, here)).isEqualTo(new Login.Wrong());
        assertThat(passwords.work()).containsExactly("match", "match");
        assertThat(passwords.longest()).isLessThanOrEqualTo(200);
        assertThat(AccountName.problem(marks)).contains("longer");
    }

    @Test
    void shouldBoundHowManyRegister() throws Exception {
        UserStore full =
                (UserStore)
                        Proxy.newProxyInstance(
                                UserStore.class.getClassLoader(),
                                new Class<?>[] {UserStore.class},
                                (proxy, method, arguments) ->
                                        method.getName().equals("count")
                                                ? Long.valueOf(Accounts.MAX_REGISTERED)
                                                : method.invoke(store, arguments));
        Accounts flooded = new Accounts(full, passwords, () -> 0, () -> now, new Random(1), OPEN);
        assertThat(flooded.register("eve", PASSWORD, here, false))
                .isInstanceOf(Registration.Closed.class);
        assertThat(passwords.work()).isEmpty();
        assertThat(flooded.add("bob", PASSWORD, false)).isInstanceOf(AccountChange.Done.class);
    }

    @Test
    void shouldLimitFailuresFromAnAddress() throws Exception {
        add("bob");
        for (int i = 0; i < 20; i++) {
            InetAddress sameNetwork = InetAddress.ofLiteral("2001:db8:0:1::" + i);
            assertThat(accounts.login("name " + i, PASSWORD, sameNetwork))
                    .isEqualTo(new Login.Wrong());
        }
        assertThat(accounts.login("bob", PASSWORD, InetAddress.ofLiteral("2001:db8:0:1::99")))
                .isEqualTo(new Login.TooMany(Duration.ofSeconds(3)));
        assertThat(accounts.login("bob", PASSWORD, InetAddress.ofLiteral("2001:db8:0:2::99")))
                .isInstanceOf(Login.Accepted.class);
        assertThat(accounts.login("bob", PASSWORD, null)).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void shouldNotCountWhoKnowsThePassword() throws Exception {
        add("bob");
        for (int i = 0; i < 50; i++) {
            assertThat(accounts.login("bob", PASSWORD, here)).isInstanceOf(Login.Accepted.class);
        }
    }

    @Test
    void shouldSuspendAUserWhoseNameBecomesASite() throws Exception {
        add("bob");
        accounts.add("root", PASSWORD, true);
        String token = token("bob");
        String admin = token("root");
        accounts.configure(new AccessTerms(false, false, Set.of("bob", "root"), null));
        assertThat(accounts.session(token)).isNull();
        assertThat(accounts.session(admin)).isNotNull();
        assertThat(accounts.login("bob", PASSWORD, here)).isEqualTo(new Login.Suspended());
        assertThat(accounts.login("bob", "wrong horse", here)).isEqualTo(new Login.Wrong());
        accounts.configure(CLOSED);
        assertThat(accounts.session(token)).isNotNull();
    }

    @Test
    void shouldLogFailuresInOneLineEach() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Accounts.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            accounts.login("bob\r\n2026 ERROR all is lost\u2028\u001b[2J", PASSWORD, here);
        } finally {
            logger.detachAppender(lines);
        }
        List<String> messages = new ArrayList<>();
        lines.list.forEach(event -> messages.add(event.getFormattedMessage()));
        assertThat(messages)
                .singleElement()
                .asString()
                .isEqualTo(
                        "Login of \"bob??2026 ERROR all is lost??[2J\" from "
                                + here.getHostAddress()
                                + " failed");
    }

    @Test
    void shouldListPageByPage() throws Exception {
        Account bob = add("bob");
        Account eve = add("eve");
        assertThat(accounts.list(1, 0)).isEqualTo(new AccountDesk.Page(List.of(bob), 2));
        assertThat(accounts.list(5, 1)).isEqualTo(new AccountDesk.Page(List.of(eve), 2));
    }
}
