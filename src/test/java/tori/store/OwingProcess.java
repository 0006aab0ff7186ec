package tori.store;

import tori.config.StorePlace;
import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.Notices;
import tori.delivery.Outcome;
import tori.model.Answer;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A process of its own that owes, claims and settles without end, to be killed. Each step writes
 * its number into a monitor's state and owes one event of that number; what was accepted is printed
 * once that is known, as is what was settled.
 */
final class OwingProcess implements AutoCloseable {

    static final MonitorId MONITOR = new MonitorId("gorilla", "energy");
    private static final int MAX_AHEAD = 50;

    private final Process process;
    private final BufferedReader output;

    private OwingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * @param halt {@code never}, or {@code before} or {@code after} the so many-th commit
     */
    static OwingProcess start(StorePlace place, String halt, int commit) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new OwingProcess(
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OwingProcess.class.getName(),
                                StoreFixtures.word(place),
                                halt,
                                Integer.toString(commit))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Reads a line; null once the process has ended. */
    String line() throws IOException {
        return output.readLine();
    }

    /** kill -9. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    static StoreDependencies dependencies() {
        return new StoreDependencies(
                EventJson::encode,
                EventJson::decode,
                new CountingMeters(),
                SystemClocks.monotonic(),
                SystemClocks.wall(),
                new Random(1));
    }

    public static void main(String[] arguments) throws Exception {
        String halt = arguments[1];
        int commit = Integer.parseInt(arguments[2]);
        StorePlace place = StoreFixtures.place(arguments[0]);
        SqlStore store =
                SqlStore.open(
                        StoreFixtures.settings(place),
                        dependencies(),
                        engine(place, connection -> halting(connection, halt, commit)));
        for (int step = 1; ; step++) {
            Event event = Notices.notice("s" + step % 3, Integer.toString(step));
            store.record(
                    MONITOR,
                    StateStoreContract.whole("a", Map.of(0L, Integer.toString(step))),
                    List.of(event),
                    List.of(new Owed("main", "step " + step, event)));
            String key = "own " + step;
            store.accept(List.of(new Owed("else", key, Notices.notice("x", "text"))))
                    .thenAccept(accepted -> System.out.println("accepted " + key));
            for (Claimed claimed : store.claim("main", 5).get()) {
                Attempt attempt =
                        new Attempt(
                                SystemClocks.wall().instant(),
                                SystemClocks.wall().instant(),
                                "main",
                                Outcome.DELIVERED,
                                "",
                                Answer.NONE);
                store.settle(List.of(claimed.delivered(attempt)))
                        .thenAccept(done -> System.out.println("settled " + claimed.id()));
            }
            while (store.unwritten().events() > MAX_AHEAD) {
                Thread.onSpinWait();
            }
        }
    }

    private static Engine engine(StorePlace place, UnaryOperator<Connection> around)
            throws StoreException {
        return switch (place) {
            case StorePlace.Sqlite(String path) ->
                    SqliteEngine.open(Path.of(path), file -> around.apply(Database.connect(file)));
            case StorePlace.Postgres server -> PostgresEngine.open(server, around);
        };
    }

    /** A connection whose process ends just before or after a commit. */
    private static Connection halting(Connection connection, String halt, int commit) {
        AtomicInteger commits = new AtomicInteger();
        return proxy(
                Connection.class,
                connection,
                (name, argument, call) ->
                        switch (name) {
                            case "commit" -> around(call, commits, halt, commit);
                            case "createStatement" ->
                                    proxy(
                                            Statement.class,
                                            (Statement) call.run(),
                                            (inner, sql, execute) ->
                                                    "COMMIT".equals(sql)
                                                            ? around(execute, commits, halt, commit)
                                                            : execute.run());
                            default -> call.run();
                        });
    }

    private static Object around(Call call, AtomicInteger commits, String halt, int commit)
            throws Throwable {
        boolean last = commits.incrementAndGet() == commit;
        if (last && halt.equals("before")) {
            Runtime.getRuntime().halt(137);
        }
        Object answer = call.run();
        if (last && halt.equals("after")) {
            Runtime.getRuntime().halt(137);
        }
        return answer;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private interface Around {
        Object run(String name, Object firstArgument, Call call) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Around around) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                around.run(
                                        method.getName(),
                                        arguments == null ? null : arguments[0],
                                        () -> {
                                            try {
                                                return method.invoke(target, arguments);
                                            } catch (InvocationTargetException e) {
                                                throw e.getCause();
                                            }
                                        })));
    }
}
