package tori;

import org.jspecify.annotations.Nullable;

import tori.account.AccessTerms;
import tori.api.ProfileClient;
import tori.api.StatusClient;
import tori.api.StatusReport;
import tori.check.InspectedCheck;
import tori.cli.Actions;
import tori.cli.DeliveriesOrder;
import tori.cli.DeliveriesRun;
import tori.cli.ExitStatus;
import tori.cli.ExplainRun;
import tori.cli.PasswordInput;
import tori.cli.ProbeOrder;
import tori.cli.ProfileOrder;
import tori.cli.ReplayOrder;
import tori.cli.SigningOrder;
import tori.cli.StatusOrder;
import tori.cli.StatusRun;
import tori.cli.UserOrder;
import tori.cli.UserRun;
import tori.config.Config;
import tori.config.ConfigSchema;
import tori.config.HeartbeatConfig;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.config.Problem;
import tori.config.ServerConfig;
import tori.config.Warning;
import tori.load.DiscordLoadOrder;
import tori.load.EventLoadOrder;
import tori.load.HttpLoadOrder;
import tori.model.MonitorId;
import tori.recording.RecordingSummary;
import tori.telemetry.Logging;
import tori.telemetry.ProfileEvent;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** What the commands do. Runs on the main thread. */
final class Commands implements Actions {

    private static final int MAX_PROFILE_SECONDS = 600;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @Override
    public int run(Path config) throws InterruptedException {
        return Main.run(config);
    }

    @Override
    public int check(Path config) {
        return switch (ConfigFile.load(config)) {
            case LoadResult.Invalid invalid -> {
                invalid.problems().forEach(out::println);
                yield ExitStatus.USAGE;
            }
            case LoadResult.Loaded loaded -> {
                for (Warning warning : loaded.warnings()) {
                    err.println("warning: " + warning);
                }
                out.println(
                        config
                                + " is valid: "
                                + Tori.count(loaded.config().monitors().size(), "monitor")
                                + ", "
                                + Tori.count(loaded.config().destinations().size(), "destination"));
                yield ExitStatus.OK;
            }
        };
    }

    @Override
    public int probe(Path file, ProbeOrder order) throws IOException, InterruptedException {
        String monitor = order.monitor();
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        List<MonitorConfig> named =
                config.monitors().stream()
                        .filter(candidate -> candidate.id().toString().equals(monitor))
                        .toList();
        if (named.isEmpty()) {
            List<MonitorId> known = config.monitors().stream().map(MonitorConfig::id).toList();
            err.println(
                    "tori: there is no monitor " + monitor + " in " + file + "; known: " + known);
            return ExitStatus.USAGE;
        }
        if (named.getFirst().kind() instanceof HeartbeatConfig) {
            err.println(
                    "tori: "
                            + monitor
                            + " waits for pushes, there is nothing to look at; see its state with"
                            + " status");
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        MonitorConfig found = named.getFirst();
        try (Checks checks = new Checks(config, SystemClocks.monotonic(), SystemClocks.wall())) {
            InspectedCheck check = checks.of(found);
            if (check == null) {
                return new Probe(config, order, out, err).run(found);
            }
            if (order.product() != null || order.json() || !order.words().isEmpty()) {
                err.println(
                        "tori: "
                                + monitor
                                + " checks whether something works; it lists no products");
                return ExitStatus.USAGE;
            }
            return new CheckProbe(out).run(found, check);
        }
    }

    @Override
    public int notifyTest(Path file, String destination) throws InterruptedException {
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        if (!config.destinations().containsKey(destination)) {
            err.println(
                    "tori: there is no destination "
                            + destination
                            + " in "
                            + file
                            + "; known: "
                            + config.destinations().keySet());
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        return new NotifyTest(out, err)
                .run(destination, config.destinations().get(destination), config.http().paths());
    }

    @Override
    public int replay(ReplayOrder order) throws IOException, InterruptedException {
        return new ReplayRun(out, err, this::valid).run(order);
    }

    @Override
    public int profile(ProfileOrder order) throws IOException, InterruptedException {
        if (order.seconds() < 1 || order.seconds() > MAX_PROFILE_SECONDS) {
            err.println("tori: --seconds must be 1 to " + MAX_PROFILE_SECONDS);
            return ExitStatus.USAGE;
        }
        String name = order.event();
        ProfileEvent event = name == null ? null : ProfileEvent.ofName(name);
        if (name != null && event == null) {
            err.println("tori: --event " + name + " is not known; allowed: cpu, alloc, wall, lock");
            return ExitStatus.USAGE;
        }
        Config config = valid(order.config());
        if (config == null) {
            return ExitStatus.USAGE;
        }
        URI daemon = daemon(order.config(), config);
        if (daemon == null) {
            return ExitStatus.USAGE;
        }
        Path target = order.out();
        if (target == null) {
            String stamp = SystemClocks.wall().instant().toString().replaceAll("[:.]", "-");
            target =
                    Path.of(config.profiling().directory())
                            .resolve(
                                    "tori-"
                                            + stamp
                                            + (event == null ? ".jfr" : "-" + name + ".html"));
        }
        err.println("profiling for " + order.seconds() + " s …");
        ProfileClient client = new ProfileClient(daemon);
        if (event == null) {
            client.record(order.seconds(), target);
        } else {
            client.sample(event, order.seconds(), target);
        }
        out.println(target);
        return ExitStatus.OK;
    }

    /** Where the daemon listens; null after saying that it is nowhere to be asked. */
    private @Nullable URI daemon(Path file, Config config) {
        ServerConfig server = config.server();
        if (server == null || server.port() == 0) {
            err.println(
                    "tori: "
                            + file
                            + " gives the daemon no fixed address; set server.listen, for example"
                            + " \"127.0.0.1:8080\"");
            return null;
        }
        return DaemonAddress.loopback(server);
    }

    @Override
    public int status(StatusOrder order) throws IOException, InterruptedException {
        Config config = valid(order.config());
        URI daemon = config == null ? null : daemon(order.config(), config);
        if (daemon == null) {
            return ExitStatus.USAGE;
        }
        StatusReport report;
        try (StatusClient client = new StatusClient(daemon)) {
            report = client.ask(order.query());
        }
        return new StatusRun(out, err, SystemClocks.wall()).of(report, order.json());
    }

    @Override
    public int deliveries(Path file, DeliveriesOrder order)
            throws IOException, InterruptedException {
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        DeliveryAccess access = access(config);
        try (DeliveryAccess.Visit visit =
                access.visit(file, config.store().place(), config.server())) {
            int status =
                    new DeliveriesRun(out, err, SystemClocks.wall(), ZoneId.systemDefault())
                            .at(visit.desk(), order);
            if (visit.atRest() && order instanceof DeliveriesOrder.Retrying) {
                err.println("tori does not run; it tries again when it is started");
            }
            return status;
        }
    }

    private static DeliveryAccess access(Config config) {
        return new DeliveryAccess(place -> StoreVisit.open(place, AccessTerms.of(config)));
    }

    @Override
    public int users(Path file, UserOrder order) throws IOException, InterruptedException {
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        // Before the store is taken: somebody may think about it for long.
        String password = order.needsPassword() ? PasswordInput.ofTerminal(System.in).read() : "";
        try (DeliveryAccess.Visit visit =
                access(config).enter(file, config.store().place(), config.server())) {
            return new UserRun(out, err).at(visit.accounts(), order, password);
        }
    }

    @Override
    public int explain(Path file, UUID event, boolean json)
            throws IOException, InterruptedException {
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        DeliveryAccess access = access(config);
        try (DeliveryAccess.Visit visit =
                access.visit(file, config.store().place(), config.server())) {
            return new ExplainRun(out, err, ZoneId.systemDefault()).at(visit.events(), event, json);
        }
    }

    @Override
    public int loadHttp(HttpLoadOrder order, boolean json)
            throws IOException, InterruptedException {
        return new Loads(out, err).http(order, json);
    }

    @Override
    public int loadDiscord(DiscordLoadOrder order, boolean json)
            throws IOException, InterruptedException {
        return new Loads(out, err).discord(order, json);
    }

    @Override
    public int loadEvents(EventLoadOrder order, boolean json)
            throws IOException, InterruptedException {
        return new Loads(out, err).events(order, json);
    }

    @Override
    public int summary(Path recording, boolean json) throws IOException {
        RecordingSummary summary = RecordingSummary.read(recording);
        out.print(json ? summary.json() + System.lineSeparator() : summary.table());
        return ExitStatus.OK;
    }

    @Override
    public int signing(Path file, SigningOrder order) throws IOException {
        Config config = valid(file);
        if (config == null) {
            return ExitStatus.USAGE;
        }
        Logging.configure(false, "warn");
        return new SigningRun(file, out, err).run(config.http().signing(), order);
    }

    @Override
    public int schema() {
        out.println(ConfigSchema.json());
        return ExitStatus.OK;
    }

    @Override
    public int version() {
        out.println(Version.line());
        return ExitStatus.OK;
    }

    private @Nullable Config valid(Path file) {
        NameCache.forgetFailures();
        return switch (ConfigFile.load(file)) {
            case LoadResult.Loaded loaded -> loaded.config();
            case LoadResult.Invalid invalid -> {
                for (Problem problem : invalid.problems()) {
                    err.println(problem);
                }
                yield null;
            }
        };
    }
}
