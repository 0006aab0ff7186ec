package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Every path there is, asked by everybody there is. */
class AudienceTest {

    /** Who asks. */
    private enum Who {
        NOBODY,
        USER,
        ADMIN,
        THIS_MACHINE
    }

    /** What comes of it. */
    private enum Outcome {
        LET_IN,
        /** As if there was nothing. */
        NOTHING,
        /** Log in first. */
        LOG_IN,
        REFUSED
    }

    @TempDir Path folder;

    private AccountServer server;
    private String bob;
    private String root;

    @BeforeEach
    void start() throws Exception {
        // A dump would take long: where its folder should be is a file.
        Path captures = Files.createFile(folder.resolve("captures"));
        server = new AccountServer(captures);
        server.add("bob", false);
        server.add("root", true);
        bob = server.token("bob");
        root = server.token("root");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Changes to this list are decisions about who may do what: see src/docs/api.md. */
    @Test
    void shouldDeclareWhomEachPathIsFor() {
        TreeMap<String, Audience> declared = new TreeMap<>();
        server.routes()
                .forEach(route ->
                        declared.put(route.method() + " " + route.path(), route.audience()));
        assertThat(
                        declared.entrySet().stream()
                                .filter(entry -> entry.getValue() == Audience.ANYONE)
                                .map(entry -> entry.getKey())
                                // Files that hold no data.
                                .filter(route -> !route.startsWith("GET /dashboard/"))
                                .toList())
                .containsExactlyInAnyOrder(
                        "GET /livez",
                        "GET /readyz",
                        "GET /metrics",
                        "GET /",
                        "GET /favicon.svg",
                        "GET /openapi.json",
                        "GET /status/{name}",
                        "GET /api/v1/status-pages/{name}",
                        "GET /badge/{site}/{file}",
                        "GET /tori.css",
                        "GET /.well-known/http-message-signatures-directory",
                        "GET /api/v1/heartbeats/{site}/{monitor}",
                        "POST /api/v1/heartbeats/{site}/{monitor}",
                        "POST /api/v1/users/login",
                        "POST /api/v1/users/register");
        assertThat(declared)
                .containsEntry("GET /debug/heap", Audience.OPERATOR)
                .containsEntry("GET /debug/threads", Audience.OPERATOR)
                .containsEntry("POST /-/reload", Audience.OPERATOR)
                .containsEntry("GET /api/v1/users", Audience.OPERATOR)
                .containsEntry("POST /api/v1/users/{name}/password", Audience.OPERATOR)
                .containsEntry("POST /api/v1/deliveries/{id}/retry", Audience.OPERATOR)
                .containsEntry("GET /api/v1/deliveries", Audience.OVERSEERS)
                .containsEntry("GET /api/v1/status", Audience.READERS)
                .containsEntry("GET /api/v1/incidents", Audience.READERS)
                .containsEntry("GET /api/v1/events/{uuid}", Audience.READERS)
                .containsEntry("GET /api/v1/users/profile", Audience.USERS);
        assertThat(declared.entrySet())
                .allSatisfy(entry -> {
                    boolean readOnly =
                            entry.getValue() == Audience.READERS
                                    || entry.getValue() == Audience.OVERSEERS;
                    assertThat(readOnly && !entry.getKey().startsWith("GET "))
                            .as("changes something where everybody may look: %s", entry.getKey())
                            .isFalse();
                });
    }

    @Test
    void shouldLetInWhomEachPathIsFor() throws Exception {
        ask(false);
    }

    @Test
    void shouldLetAnybodyLookWhereTheConfigurationSaysSo() throws Exception {
        server.accounts.configure(AccountServer.READABLE);
        ask(true);
    }

    private void ask(boolean open) throws Exception {
        SoftAssertions all = new SoftAssertions();
        List<Router.Entry> routes = server.routes();
        assertThat(routes).hasSizeGreaterThan(25);
        for (Router.Entry route : routes) {
            for (Who who : Who.values()) {
                all.assertThat(outcome(route, send(route, who)))
                        .as("%s asks %s", who, route)
                        .isEqualTo(expected(route.audience(), who, open));
            }
        }
        all.assertAll();
    }

    private static Outcome expected(Audience audience, Who who, boolean open) {
        boolean operator = who == Who.ADMIN || who == Who.THIS_MACHINE;
        if (operator || audience == Audience.ANYONE) {
            return Outcome.LET_IN;
        }
        boolean readable = audience == Audience.READERS || audience == Audience.OVERSEERS;
        if (open && readable) {
            return Outcome.LET_IN;
        }
        return switch (audience) {
            case READERS, USERS -> who == Who.USER ? Outcome.LET_IN : Outcome.LOG_IN;
            case OVERSEERS, OPERATOR -> who == Who.USER ? Outcome.NOTHING : Outcome.REFUSED;
            case ANYONE -> Outcome.LET_IN;
        };
    }

    private HttpResponse<String> send(Router.Entry route, Who who) throws Exception {
        String path =
                route.path()
                        .replace("{id}", "1")
                        .replace("{uuid}", "00000000-0000-7000-8000-000000000000")
                        .replaceAll("\\{[a-z]+}", "x");
        // What would take long is asked for in a way that is wrong.
        path += path.startsWith("/debug/") ? "?seconds=0" : "";
        List<String> headers = new ArrayList<>();
        if (who != Who.THIS_MACHINE) {
            headers.addAll(Arrays.asList(AccountServer.FROM_ELSEWHERE));
        }
        // A token that ends ends for all that follow, too.
        boolean ends = path.endsWith("/logout");
        switch (who) {
            case USER ->
                    headers.addAll(
                            List.of("Authorization", "Bearer " + (ends ? fresh("bob") : bob)));
            case ADMIN ->
                    headers.addAll(
                            List.of("Authorization", "Bearer " + (ends ? fresh("root") : root)));
            case NOBODY, THIS_MACHINE -> {}
        }
        String body = route.method().equals("POST") ? "{\"rubbish\": 1}" : "";
        // The stream never ends, but for those who ask about its head.
        String method = path.equals(StreamPage.PATH) ? "HEAD" : route.method();
        return server.send(method, path, body, headers.toArray(String[]::new));
    }

    private String fresh(String name) throws Exception {
        return server.token(name);
    }

    private static Outcome outcome(Router.Entry route, HttpResponse<String> response) {
        String body = response.body();
        return switch (response.statusCode()) {
            case 401 -> Outcome.LOG_IN;
            case 403 -> Outcome.REFUSED;
            case 404 ->
                    body.contains("there is nothing at this path")
                            ? Outcome.NOTHING
                            : Outcome.LET_IN;
            case 405 -> throw new AssertionError(route + " does not answer");
            default -> Outcome.LET_IN;
        };
    }
}
