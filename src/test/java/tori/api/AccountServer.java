package tori.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import tori.account.AccessTerms;
import tori.account.Accounts;
import tori.account.CountingPasswords;
import tori.account.Login;
import tori.account.MemoryUserStore;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A server with users, bob and the administrator root among them, and what callers send to it. */
final class AccountServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PASSWORD = "correct horse";
    static final AccessTerms CLOSED = new AccessTerms(false, false, Set.of("gorilla"), null);
    static final AccessTerms READABLE = new AccessTerms(false, true, Set.of("gorilla"), null);

    /** What a proxy adds, so that a request is none of this machine. */
    static final String[] FROM_ELSEWHERE = {"X-Forwarded-For", "203.0.113.9"};

    final MemoryIncidentDesk incidents = new MemoryIncidentDesk();
    final MemoryDesk deliveries = new MemoryDesk();
    final List<StatusSource.MonitorRow> monitors = new ArrayList<>();
    final List<EventStory> stories = new ArrayList<>();
    final MemoryHistory history = new MemoryHistory();
    final MemoryUserStore store = new MemoryUserStore();
    final Accounts accounts;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiDependencies dependencies;
    private final ApiSettings settings;
    private final ApiServer server;

    /**
     * @param captures where dumps would be written
     */
    AccountServer(Path captures) throws IOException {
        this(captures, ViewSources.none());
    }

    AccountServer(Path captures, ViewSources views) throws IOException {
        accounts =
                new Accounts(
                        store,
                        new CountingPasswords(),
                        () -> Duration.between(Instant.EPOCH, now).toNanos(),
                        () -> now,
                        new Random(1),
                        CLOSED);
        dependencies =
                new ApiDependencies(
                        accounts,
                        meters::scrape,
                        new Well(),
                        () -> new Reloader.Outcome.Done("nothing changed"),
                        new Rows(),
                        new Profiler(captures),
                        deliveries,
                        id ->
                                stories.stream()
                                        .filter(story -> story.id().equals(id))
                                        .findFirst()
                                        .orElse(null),
                        () -> null,
                        incidents,
                        push -> HeartbeatDesk.Receipt.UNKNOWN,
                        new HistoryDesk(
                                () ->
                                        monitors.stream()
                                                .map(StatusSource.MonitorRow::monitor)
                                                .toList(),
                                history),
                        MonitorDesk.NONE,
                        views,
                        () -> now,
                        UUID::randomUUID);
        settings = new ApiSettings("127.0.0.1", 0, captures);
        server = ApiServer.start(settings, dependencies);
    }

    private static final class Well implements Health {

        @Override
        public List<String> livenessProblems() {
            return List.of();
        }

        @Override
        public List<String> readinessProblems() {
            return List.of();
        }
    }

    private final class Rows implements StatusSource {

        @Override
        public List<MonitorRow> monitors() {
            return monitors;
        }

        @Override
        public List<EventRow> latestEvents(int limit) {
            return List.of();
        }
    }

    /** All that the server answers, and whom. */
    List<Router.Entry> routes() {
        return ApiServer.routes(settings, dependencies).entries();
    }

    /** Adds a user who has the password of all. */
    void add(String name, boolean admin) throws Exception {
        accounts.add(name, PASSWORD, admin);
    }

    /** A token of a user. */
    String token(String name) throws Exception {
        Login login = accounts.login(name, PASSWORD, InetAddress.getLoopbackAddress());
        return ((Login.Accepted) login).token().text();
    }

    /** Sends a request; {@code headers} are names and values in turn. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode data(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body()).path("data");
    }

    int port() {
        return server.port();
    }

    /** Where browsers find it: {@code 127.0.0.1:port}. */
    String host() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
        meters.close();
        client.shutdownNow();
    }
}
