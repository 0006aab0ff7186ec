package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.account.AccessTerms;
import tori.account.AccountChange;
import tori.delivery.DeliveryDetail;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Accounts over HTTP, and what users see. */
class AccountPagesTest {

    private static final String USERS = "/api/v1/users";

    @TempDir Path folder;

    private AccountServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AccountServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String credentials(String name, String password) {
        return "{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}";
    }

    private HttpResponse<String> login(String name, String password, String... headers)
            throws Exception {
        return server.send("POST", USERS + "/login", credentials(name, password), headers);
    }

    private HttpResponse<String> as(String token, String method, String path) throws Exception {
        return server.send(method, path, "", "Authorization", "Bearer " + token);
    }

    private static JsonNode error(HttpResponse<String> response) throws IOException {
        return AccountServer.JSON.readTree(response.body()).path("error");
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }

    @Test
    void shouldMakeTheFirstOnThisMachineTheAdministrator() throws Exception {
        String body = credentials("root", AccountServer.PASSWORD);
        HttpResponse<String> elsewhere =
                server.send("POST", USERS + "/register", body, AccountServer.FROM_ELSEWHERE);
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        HttpResponse<String> here = server.send("POST", USERS + "/register", body);
        assertThat(here.statusCode()).isEqualTo(201);
        assertThat(AccountServer.data(here).path("admin").asBoolean()).isTrue();
        assertThat(here.body()).doesNotContain(AccountServer.PASSWORD, "hash");
        HttpResponse<String> second =
                server.send("POST", USERS + "/register", credentials("bob", "correct horse"));
        assertThat(second.statusCode()).isEqualTo(403);
        assertThat(error(second).path("kind").asText()).isEqualTo("unauthorised");
    }

    @Test
    void shouldRegisterWhoeverWantsToAsAnOrdinaryUser() throws Exception {
        server.accounts.configure(new AccessTerms(true, false, Set.of("gorilla"), null));
        String path = USERS + "/register";
        HttpResponse<String> bob =
                server.send(
                        "POST",
                        path,
                        credentials("bob", "correct horse"),
                        AccountServer.FROM_ELSEWHERE);
        assertThat(bob.statusCode()).isEqualTo(201);
        assertThat(AccountServer.data(bob).path("admin").asBoolean(true)).isFalse();
        assertThat(server.send("POST", path, credentials("BOB", "correct horse")).statusCode())
                .isEqualTo(409);
        HttpResponse<String> site =
                server.send("POST", path, credentials("gorilla", "correct horse"));
        assertThat(site.statusCode()).isEqualTo(409);
        assertThat(error(site).path("kind").asText()).isEqualTo("conflict");
        assertThat(server.send("POST", path, credentials("eve", "short")).statusCode())
                .isEqualTo(400);
        assertThat(
                        server.send(
                                        "POST",
                                        path,
                                        "{\"name\": \"eve\", \"password\": \"correct horse\","
                                                + " \"admin\": true}")
                                .statusCode())
                .isEqualTo(400);
        assertThat(server.store.count()).isEqualTo(1);
    }

    @Test
    void shouldLogInAndKnowTheUserAgain() throws Exception {
        server.add("bob", false);
        HttpResponse<String> answer = login("Bob", AccountServer.PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode data = AccountServer.data(answer);
        String token = data.path("token").asText();
        assertThat(data.path("expires_at").asText()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(data.at("/user/name").asText()).isEqualTo("bob");
        assertThat(cookie(answer))
                .isEqualTo(
                        "tori_session="
                                + token
                                + "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        HttpResponse<String> profile = as(token, "GET", USERS + "/profile");
        assertThat(AccountServer.data(profile).path("name").asText()).isEqualTo("bob");
        HttpResponse<String> byCookie =
                server.send("GET", USERS + "/profile", "", "Cookie", "tori_session=" + token);
        assertThat(AccountServer.data(byCookie).path("name").asText()).isEqualTo("bob");
        assertThat(
                        AccountServer.data(server.send("GET", USERS + "/profile", ""))
                                .path("id")
                                .asInt(-1))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-Proto, https", "Origin, https://tori.example"})
    void shouldKeepTheCookieToHttpsWhereItCameThatWay(String header, String value)
            throws Exception {
        server.add("bob", false);
        assertThat(cookie(login("bob", AccountServer.PASSWORD, header, value)))
                .endsWith("; SameSite=Strict; Secure");
    }

    @Test
    void shouldSayTheSameOfAnUnknownUserAsOfAWrongPassword() throws Exception {
        server.add("bob", false);
        HttpResponse<String> wrong = login("bob", "wrong horse");
        HttpResponse<String> unknown = login("nobody", "wrong horse");
        assertThat(wrong.statusCode()).isEqualTo(401).isEqualTo(unknown.statusCode());
        assertThat(error(wrong)).isEqualTo(error(unknown));
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void shouldSayWhenToTryAgain() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(login("bob", "wrong horse").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> tooMany = login("bob", "wrong horse");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("30");
        server.now = server.now.plus(Duration.ofSeconds(30));
        assertThat(login("bob", "wrong horse").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"name\": \"bob\"}",
                "{\"name\": 7, \"password\": \"correct horse\"}",
                "{\"name\": \"bob\", \"password\": null}",
                "{\"name\": \"bob\", \"name\": \"eve\", \"password\": \"correct horse\"}",
                "{\"name\": \"bob\", \"password\": \"correct horse\"} x",
                "name=bob&password=x"
            })
    void shouldRefuseWhatIsNoLogin(String body) throws Exception {
        assertThat(server.send("POST", USERS + "/login", body).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldBelieveNoTokenThatIsNotGood() throws Exception {
        server.add("bob", false);
        String token = server.token("bob");
        String changed = token.substring(0, token.length() - 4) + "AAAA";
        for (String bad : List.of("nonsense", "", changed)) {
            HttpResponse<String> answer = as(bad, "GET", "/api/v1/status");
            assertThat(answer.statusCode()).as(bad).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        // Who needs none is not asked for one.
        assertThat(as("nonsense", "GET", "/livez").statusCode()).isEqualTo(200);
        // A browser sends on what it once got; this machine is known all the same.
        assertThat(
                        server.send(
                                        "GET",
                                        "/api/v1/status",
                                        "",
                                        "Cookie",
                                        "tori_session=" + changed)
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        server.send(
                                        "GET",
                                        "/api/v1/status",
                                        "",
                                        "Cookie",
                                        "tori_session=" + changed,
                                        "X-Forwarded-For",
                                        "203.0.113.9")
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldTakeNoCookieThatIsThereTwice() {
        assertThat(Identification.cookie("a=b; tori_session=x ;c=d")).isEqualTo("x");
        assertThat(Identification.cookie("tori_session=x; tori_session=y")).isNull();
        assertThat(Identification.cookie("xtori_session=x")).isNull();
        assertThat(Identification.cookie("tori_session")).isNull();
        assertThat(Identification.cookie(null)).isNull();
    }

    @Test
    void shouldEndWhatIsLoggedOut() throws Exception {
        server.add("bob", false);
        String token = server.token("bob");
        HttpResponse<String> goodbye = as(token, "POST", USERS + "/logout");
        assertThat(goodbye.statusCode()).isEqualTo(200);
        assertThat(cookie(goodbye)).startsWith("tori_session=; Path=/; Max-Age=0;");
        assertThat(as(token, "GET", USERS + "/profile").statusCode()).isEqualTo(401);
    }

    @Test
    void shouldChangeTheOwnPassword() throws Exception {
        server.add("bob", false);
        String token = server.token("bob");
        String path = USERS + "/password";
        String body = "{\"password\": \"%s\", \"new_password\": \"%s\"}";
        String[] shown = {"Authorization", "Bearer " + token};
        assertThat(
                        server.send("POST", path, body.formatted("wrong", "another horse"), shown)
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        server.send("POST", path, body.formatted("correct horse", "short"), shown)
                                .statusCode())
                .isEqualTo(400);
        HttpResponse<String> changed =
                server.send("POST", path, body.formatted("correct horse", "another horse"), shown);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(as(token, "GET", USERS + "/profile").statusCode()).isEqualTo(401);
        String fresh = AccountServer.data(changed).path("token").asText();
        assertThat(cookie(changed)).contains(fresh);
        assertThat(as(fresh, "GET", USERS + "/profile").statusCode()).isEqualTo(200);
        // Somebody on this machine without a token has no password to change.
        assertThat(server.send("POST", path, body.formatted("a", "another one")).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "200, Sec-Fetch-Site, same-origin",
        "403, Sec-Fetch-Site, same-site",
        "403, Sec-Fetch-Site, cross-site",
        "403, Sec-Fetch-Site, none",
        "200, Origin, http://HOST",
        "200, Origin, https://HOST",
        "403, Origin, http://evil.example",
        "403, Origin, null",
        "403, Accept, */*"
    })
    void shouldTakeNoRequestThatAnotherSitesPageHasMade(int status, String header, String value)
            throws Exception {
        server.add("root", true);
        HttpResponse<String> answer =
                server.send(
                        "POST",
                        "/-/reload",
                        "{}",
                        "Cookie",
                        "tori_session=" + server.token("root"),
                        header,
                        value.replace("HOST", server.host()),
                        "X-Forwarded-For",
                        "203.0.113.9");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void shouldTakeNoFormWithACookie() throws Exception {
        server.add("root", true);
        String cookie = "tori_session=" + server.token("root");
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            HttpResponse<String> answer =
                    server.send(
                            "POST",
                            "/-/reload",
                            "",
                            "Content-Type",
                            type,
                            "Cookie",
                            cookie,
                            "Sec-Fetch-Site",
                            "same-origin");
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void shouldLetTheOperatorLookAfterAccounts() throws Exception {
        try (AccountClient client =
                new AccountClient(URI.create("http://" + server.host()), null)) {
            assertThat(client.add("root", AccountServer.PASSWORD, true))
                    .isInstanceOfSatisfying(
                            AccountChange.Done.class,
                            done -> assertThat(done.account().admin()).isTrue());
            client.add("bob the ö% 2nd", AccountServer.PASSWORD, false);
            assertThat(client.setPassword("bob the ö% 2nd", "another horse"))
                    .isInstanceOf(AccountChange.Done.class);
            assertThat(reason(client.add("Root", AccountServer.PASSWORD, false)))
                    .isEqualTo(AccountChange.Reason.TAKEN);
            assertThat(reason(client.add("eve", "short", false)))
                    .isEqualTo(AccountChange.Reason.INVALID);
            assertThat(client.list(10, 0)).isEqualTo(server.accounts.list(10, 0));
            String token = server.token("root");
            assertThat(client.setPassword("root", "another horse"))
                    .isInstanceOf(AccountChange.Done.class);
            assertThat(as(token, "GET", USERS).statusCode()).isEqualTo(401);
            assertThat(reason(client.setPassword("nobody", "another horse")))
                    .isEqualTo(AccountChange.Reason.UNKNOWN);
        }
    }

    private static AccountChange.Reason reason(AccountChange change) {
        return ((AccountChange.Refused) change).reason();
    }

    private static Incident incident(String site) {
        return new Incident(
                UUID.randomUUID(),
                new MonitorId(site, "page"),
                "timeout",
                "too slow",
                Instant.parse("2025-12-31T00:00:00Z"),
                Instant.parse("2025-12-31T00:00:00Z"),
                null,
                Telling.NOBODY);
    }

    private EventStory story(String site) {
        UUID id = UUID.randomUUID();
        EventStory story =
                new EventStory(
                        id,
                        "{\"source\": \"/x/y\", \"data\": {\"site\": \"" + site + "\"}}",
                        true,
                        List.of(
                                new EventStory.Step(server.now, "", "raised", 0, 0, null, null),
                                new EventStory.Step(server.now, "vip", "queued", 0, 0, null, null)),
                        List.<DeliveryDetail>of());
        server.stories.add(story);
        return story;
    }

    @Test
    void shouldShowUsersWhatIsTheirsOnly() throws Exception {
        server.add("bob", false);
        server.monitors.add(StatusRows.up(new MonitorId("gorilla", "energy")));
        server.monitors.add(StatusRows.up(new MonitorId("bob", "page")));
        Incident others = incident("gorilla");
        Incident own = incident("bob");
        server.incidents.incidents.addAll(List.of(others, own));
        EventStory hidden = story("gorilla");
        EventStory seen = story("bob");
        String bob = server.token("bob");

        JsonNode status = AccountServer.data(as(bob, "GET", "/api/v1/status"));
        assertThat(status.path("total").asInt()).isEqualTo(1);
        assertThat(status.toString()).contains("page").doesNotContain("gorilla", "energy");
        JsonNode asked = AccountServer.data(as(bob, "GET", "/api/v1/status?site=gorilla"));
        assertThat(asked.path("total").asInt()).isZero();

        JsonNode incidents = AccountServer.data(as(bob, "GET", "/api/v1/incidents"));
        assertThat(incidents.path("total").asInt()).isEqualTo(1);
        assertThat(incidents.at("/incidents/0/id").asText()).isEqualTo(own.id().toString());
        assertThat(as(bob, "GET", "/api/v1/incidents/" + own.id()).statusCode()).isEqualTo(200);
        HttpResponse<String> foreign = as(bob, "GET", "/api/v1/incidents/" + others.id());
        HttpResponse<String> missing = as(bob, "GET", "/api/v1/incidents/" + UUID.randomUUID());
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(error(foreign)).isEqualTo(error(missing));

        assertThat(as(bob, "GET", "/api/v1/events/" + hidden.id()).statusCode()).isEqualTo(404);
        JsonNode event = AccountServer.data(as(bob, "GET", "/api/v1/events/" + seen.id()));
        assertThat(event.path("steps")).hasSize(1);
        assertThat(event.toString()).contains("raised").doesNotContain("vip");

        for (String path : List.of("/api/v1/deliveries", "/debug/threads", "/plain", USERS)) {
            HttpResponse<String> answer = as(bob, "GET", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(error(answer))
                    .isEqualTo(error(server.send("GET", "/api/v1/no/such/path", "")));
        }
    }

    @Test
    void shouldShowEverybodyEverythingWhereTheConfigurationSaysSo() throws Exception {
        server.add("bob", false);
        server.monitors.add(StatusRows.up(new MonitorId("gorilla", "energy")));
        Incident others = incident("gorilla");
        server.incidents.incidents.add(others);
        EventStory story = story("gorilla");
        server.accounts.configure(AccountServer.READABLE);
        String bob = server.token("bob");
        List<String[]> callers =
                List.of(
                        AccountServer.FROM_ELSEWHERE,
                        new String[] {"Authorization", "Bearer " + bob});
        for (String[] caller : callers) {
            HttpResponse<String> status = server.send("GET", "/api/v1/status", "", caller);
            assertThat(AccountServer.data(status).path("total").asInt()).isEqualTo(1);
            HttpResponse<String> incidents = server.send("GET", "/api/v1/incidents", "", caller);
            assertThat(AccountServer.data(incidents).path("total").asInt()).isEqualTo(1);
            HttpResponse<String> event =
                    server.send("GET", "/api/v1/events/" + story.id(), "", caller);
            assertThat(AccountServer.data(event).path("steps")).hasSize(2);
        }
    }

    @Test
    void shouldNeverAllowPagesOfOtherSites() throws Exception {
        server.add("bob", false);
        for (String path : List.of("/livez", USERS + "/profile", "/api/v1/status", "/nowhere")) {
            for (String method : List.of("GET", "OPTIONS")) {
                HttpResponse<String> answer =
                        server.send(
                                method,
                                path,
                                "",
                                "Origin",
                                "https://evil.example",
                                "Access-Control-Request-Method",
                                "POST");
                assertThat(answer.headers().map().keySet())
                        .noneMatch(
                                name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
                assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
                assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy"))
                        .hasValue("same-origin");
            }
        }
    }
}
