package tori.api;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;

import org.jspecify.annotations.Nullable;

import tori.account.Accounts;
import tori.telemetry.Scrape;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Serves metrics and health to everybody, status to users, and reloading and debugging to the
 * operator only. Every request runs on a virtual thread. Start and close are called by the thread
 * that runs tori.
 */
public final class ApiServer implements AutoCloseable {

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_LINE_BYTES = 4 * 1024;

    /**
     * Scrapers, probes and a few browsers, and beside them whoever reads the live stream; more are
     * somebody's mistake or worse.
     */
    private static final int MANY_CONNECTIONS = 256 + LiveStream.MAX_READERS;

    /** Those that come while one is being closed for each. */
    private static final int MAX_CONNECTIONS = MANY_CONNECTIONS + 128;

    private static final int MAX_REQUESTS = 64 + LiveStream.MAX_READERS;

    /** How long requests may go on once the server is being stopped. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final ApiSettings settings;
    private final WebServer server;
    private final LiveStream stream;
    private final Connections connections;

    private ApiServer(
            ApiSettings settings, WebServer server, LiveStream stream, Connections connections) {
        this.settings = settings;
        this.server = server;
        this.stream = stream;
        this.connections = connections;
    }

    /**
     * Starts listening.
     *
     * @throws ApiException if it cannot: the sentence says why and what to do
     */
    public static ApiServer start(ApiSettings settings, ApiDependencies dependencies)
            throws ApiException {
        requireFree(settings);
        LiveStream stream = new LiveStream(dependencies.status(), dependencies.views());
        ViewSources views = dependencies.views();
        Connections connections =
                new Connections(
                        Http1Config.builder()
                                .maxHeadersSize(MAX_HEADER_BYTES)
                                .maxPrologueLength(MAX_LINE_BYTES),
                        MANY_CONNECTIONS,
                        views.clock(),
                        views.sleeper(),
                        views.loopFailed());
        Router router = routes(settings, dependencies, stream);
        WebServer server = build(settings, dependencies, router, connections);
        server.start();
        if (!server.isRunning()) {
            // Helidon logs why and does not throw. Rare: somebody took the port just now.
            throw cannotListen(settings, "its log line above says why", null);
        }
        stream.start();
        connections.start();
        return new ApiServer(settings, server, stream, connections);
    }

    /**
     * Tries the address, because Helidon would not say what is wrong with it, and because a start
     * that is to be refused is refused before it does anything.
     *
     * @throws ApiException if nothing can listen there: the sentence says why and what to do
     */
    public static void requireFree(ApiSettings settings) throws ApiException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw cannotListen(settings, "there is no such host", null);
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw cannotListen(settings, String.valueOf(e.getMessage()), e);
        }
    }

    private static ApiException cannotListen(
            ApiSettings settings, String why, @Nullable IOException cause) {
        return new ApiException(
                "tori cannot listen on "
                        + settings.host()
                        + ":"
                        + settings.port()
                        + " ("
                        + why
                        + "); stop the program that uses it, or set server.listen to another"
                        + " address",
                cause);
    }

    private static WebServer build(
            ApiSettings settings,
            ApiDependencies dependencies,
            Router router,
            Connections connections) {
        Identification identification = new Identification(dependencies.accounts());
        Reception reception = new Reception(router, MAX_REQUESTS);
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .maxPayloadSize(Exchange.MAX_BODY_BYTES)
                .maxTcpConnections(MAX_CONNECTIONS)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .directHandlers(plainErrors(dependencies.requestIds()))
                .routing(routing ->
                        routing.any((request, response) ->
                                reception.handle(
                                        new Exchange(
                                                request,
                                                response,
                                                dependencies.requestIds().get(),
                                                identification))))
                .build();
    }

    /** What is no HTTP is answered without the message: it may hold what the peer sent. */
    private static DirectHandlers plainErrors(Supplier<UUID> requestIds) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, event, status, headers, message) -> {
                        UUID id = requestIds.get();
                        headers.set(HeaderNames.create("X-Request-Id"), id.toString());
                        headers.set(HeaderNames.CONTENT_TYPE, "application/json");
                        SecurityHeaders.ALL.forEach(header ->
                                headers.set(
                                        HeaderNames.create(header.getKey()), header.getValue()));
                        return DirectHandler.TransportResponse.builder()
                                .status(status)
                                .headers(headers)
                                .entity(Exchange.refusal(id, status.code()))
                                .keepAlive(false)
                                .build();
                    });
        }
        return handlers.build();
    }

    /** All paths, and whom each is for. */
    static Router routes(ApiSettings settings, ApiDependencies dependencies) {
        return routes(
                settings,
                dependencies,
                new LiveStream(dependencies.status(), dependencies.views()));
    }

    private static Router routes(
            ApiSettings settings, ApiDependencies dependencies, LiveStream stream) {
        Router router = new Router();
        StatusPage page = new StatusPage(dependencies.status(), dependencies.desk());
        byte[] css = DashboardPages.read("tori.css");
        router.get(Audience.OVERSEERS, "/plain", exchange -> html(exchange, page))
                .get(
                        Audience.ANYONE,
                        "/tori.css",
                        exchange -> exchange.send(200, "text/css; charset=utf-8", css))
                .get(
                        Audience.ANYONE,
                        "/metrics",
                        exchange -> {
                            Scrape scrape =
                                    dependencies.metrics().scrape(exchange.header("Accept"));
                            exchange.send(200, scrape.contentType(), scrape.body());
                        })
                .get(
                        Audience.ANYONE,
                        "/livez",
                        exchange ->
                                health(exchange, "alive", dependencies.health().livenessProblems()))
                .get(
                        Audience.ANYONE,
                        "/readyz",
                        exchange ->
                                health(
                                        exchange,
                                        "ready",
                                        dependencies.health().readinessProblems()))
                .post(
                        Audience.OPERATOR,
                        "/-/reload",
                        exchange -> reload(exchange, dependencies.reloader()));
        new DebugPages(settings.captures(), dependencies.profiler()).addTo(router);
        new DeliveryPages(dependencies.desk()).addTo(router);
        new KeyPage(dependencies.keys()).addTo(router);
        new StatusPages(dependencies.status()).addTo(router);
        new EventPages(dependencies.events()).addTo(router);
        new IncidentPages(dependencies.incidents(), dependencies.wall()).addTo(router);
        new HeartbeatPages(dependencies.heartbeats()).addTo(router);
        new HistoryPages(dependencies.history(), dependencies.wall()).addTo(router);
        Accounts accounts = dependencies.accounts();
        if (accounts != null) {
            new AccountPages(accounts).addTo(router);
        }
        new MonitorPages(dependencies.monitors()).addTo(router);
        new OpenApiPage().addTo(router);
        addViews(router, dependencies, stream);
        return router;
    }

    private static void addViews(Router router, ApiDependencies dependencies, LiveStream stream) {
        ViewSources views = dependencies.views();
        new DashboardPages().addTo(router);
        new StreamPage(stream, views.events()).addTo(router);
        new StatusTablePage(dependencies.status(), views.kinds()).addTo(router);
        new EventListPage(views.events()).addTo(router);
        new DestinationPages(views.destinations(), dependencies.desk()).addTo(router);
        new PublicPages(dependencies.status(), dependencies.incidents(), views, dependencies.wall())
                .addTo(router);
    }

    /** For browsers without scripts, on this machine: it shows everything. */
    private static void html(Exchange exchange, StatusPage page) throws InterruptedException {
        Caller caller = Viewer.of(exchange);
        if (caller == null) {
            return;
        }
        if (!caller.admin()) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is nothing at this path");
            return;
        }
        byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
        exchange.send(200, "text/html; charset=utf-8", html);
    }

    private static void health(Exchange exchange, String word, List<String> problems) {
        if (problems.isEmpty()) {
            exchange.succeed(word, Map.of());
        } else {
            exchange.fail(
                    503, ErrorKind.INTERNAL, "not " + word + ": " + problems.getFirst(), problems);
        }
    }

    private static void reload(Exchange exchange, Reloader reloader)
            throws BadRequestException, InterruptedException {
        exchange.requireNoForm();
        switch (reloader.reload()) {
            case Reloader.Outcome.Done done -> exchange.succeed(done.message(), Map.of());
            case Reloader.Outcome.Refused refused ->
                    exchange.fail(
                            400,
                            ErrorKind.INVALID_INPUT,
                            "the configuration is wrong, nothing has changed",
                            refused.problems());
            case Reloader.Outcome.Busy busy ->
                    exchange.fail(409, ErrorKind.CONFLICT, busy.reason());
        }
    }

    /** The port it listens on, also where any was asked for. */
    public int port() {
        return server.port();
    }

    /** The address to tell people. */
    @Override
    public String toString() {
        return "http://" + settings.host() + ":" + port();
    }

    /** Stops listening and ends what is being answered, within a second. */
    @Override
    public void close() {
        stream.close();
        server.stop();
        connections.close();
    }
}
