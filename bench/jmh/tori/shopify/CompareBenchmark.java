package tori.shopify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reading and comparing a page of 250 products, about 1 MB, that lies decoded in memory.
 *
 * <p>{@code poll*} is a whole poll of the real monitor, the empty second page included; {@code
 * scan} the walk over the page alone; {@code jackson} a hash of the same fields by Jackson's
 * streaming parser, which skips the rest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 3,
        jvmArgs = {
            "-Xmx512m",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class CompareBenchmark {

    private static final int PRODUCTS = 250;
    private static final byte[] NONE = "{\"products\":[]}".getBytes(StandardCharsets.UTF_8);

    private final JsonFactory jackson = new JsonFactory();
    private final byte[] buffer = new byte[64 << 10];
    private byte[] page = NONE;
    private byte[] changedPage = NONE;
    private byte[] current = NONE;
    private CatalogMonitor monitor;
    private boolean flip;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        page = BenchmarkCatalog.page(42, PRODUCTS, -1);
        changedPage = BenchmarkCatalog.page(42, PRODUCTS, 100);
        current = page;
        monitor =
                new CatalogMonitor(
                        new MonitorId("bench", "all"),
                        ShopifySettings.of(URI.create("https://bench.example")),
                        new Surroundings(
                                this::answer,
                                new NoStore(),
                                SystemClocks.wall(),
                                SystemClocks.monotonic(),
                                new UuidV7(SystemClocks.wall(), new Random(1)),
                                new CountingMeters(),
                                new BufferPool()));
        monitor.poll();
    }

    private Reply answer(Fetch fetch) {
        boolean first = fetch.uri().getRawQuery().endsWith("page=1");
        return new MemoryReply(fetch.uri(), new ByteArrayInputStream(first ? current : NONE));
    }

    @Benchmark
    public PollResult pollUnchanged() throws Exception {
        current = page;
        PollResult result = monitor.poll();
        if (!(result instanceof PollResult.Unchanged)) {
            throw new AssertionError(result);
        }
        return result;
    }

    @Benchmark
    public PollResult pollOneChange() throws Exception {
        flip = !flip;
        current = flip ? changedPage : page;
        PollResult result = monitor.poll();
        if (!(result instanceof PollResult.Observed observed) || observed.events().size() != 1) {
            throw new AssertionError(result);
        }
        return result;
    }

    @Benchmark
    public long scan() throws IOException {
        ProductScanner scanner = new ProductScanner(new ByteArrayInputStream(page), buffer);
        long sum = 0;
        while (scanner.next()) {
            sum += scanner.id() ^ scanner.hash();
        }
        return sum;
    }

    @Benchmark
    public long jackson() throws IOException {
        long sum = 0;
        int depth = 0;
        boolean wanted = false;
        try (JsonParser parser = jackson.createParser(new ByteArrayInputStream(page))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case FIELD_NAME -> wanted = isWanted(parser.currentName(), depth);
                    case VALUE_STRING -> sum += wanted ? hash(parser) : 0;
                    case VALUE_NUMBER_INT -> sum += wanted ? 31 * parser.getLongValue() : 0;
                    case VALUE_TRUE -> sum = wanted ? sum * 31 + 1 : sum;
                    case VALUE_FALSE -> sum = wanted ? sum * 31 + 2 : sum;
                    default -> sum *= 31;
                }
            }
        }
        return sum;
    }

    private static boolean isWanted(String name, int depth) {
        return switch (name) {
            case "id", "title", "price", "available" -> true;
            case "option1", "option2", "option3" -> depth == 5;
            case "handle", "vendor", "product_type", "src", "name" -> true;
            default -> false;
        };
    }

    private static long hash(JsonParser parser) throws IOException {
        char[] characters = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int to = from + parser.getTextLength();
        long hash = 7;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + characters[i];
        }
        return hash;
    }

    private record MemoryReply(URI uri, InputStream body) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String header(String name) {
            return null;
        }

        @Override
        public void close() {}
    }
}
