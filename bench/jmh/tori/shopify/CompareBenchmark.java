package tori.shopify;

import com.alibaba.fastjson2.JSONReader;
import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import com.dslplatform.json.NumberConverter;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;

import org.agrona.collections.Long2ObjectHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Reading and comparing a page of 250 products, about 1 MB, that lies decoded in memory, a smaller
 * one, or another page by its file.
 *
 * <p>{@code poll*} is a whole poll of the real monitor, the empty second page behind a full one
 * included; {@code scan} the walk over the page alone; {@code jackson} a hash of the same fields by
 * Jackson's streaming parser, which skips the rest.
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

    /** So many and more are a full page, behind which another may be. */
    private static final int FULL = 250;

    private static final byte[] NONE = "{\"products\":[]}".getBytes(StandardCharsets.UTF_8);

    /** {@code made}, or the file of a captured page. */
    @Param("made")
    public String source = "made";

    /** Of a made page; at most 250, as Shopify gives. */
    @Param("250")
    public int products = FULL;

    private final JsonFactory jackson = new JsonFactory();
    private final JsonReader<Object> dsl = new DslJson<>().newReader(new byte[64 << 10]);
    private final Long2ObjectHashMap<Imprint> imprints = new Long2ObjectHashMap<>();
    private final byte[] buffer = new byte[64 << 10];
    private byte[] page = NONE;
    private byte[] changedPage = NONE;
    private byte[] current = NONE;
    private CatalogMonitor monitor;
    private boolean flip;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        page =
                source.equals("made")
                        ? BenchmarkCatalog.page(42, products, -1)
                        : Files.readAllBytes(Path.of(source));
        changedPage = BenchmarkCatalog.page(42, products, products * 2 / 5);
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
        ProductScanner scanner = new ProductScanner(new ByteArrayInputStream(page), buffer);
        while (scanner.next()) {
            imprints.put(scanner.id(), scanner.imprint(null));
        }
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

    /** The page as the monitor scans it that has seen its products before. */
    @Benchmark
    public long scanKnown() throws IOException {
        ProductScanner scanner =
                new ProductScanner(new ByteArrayInputStream(page), buffer, imprints::get);
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

    /** The same token by token as the bytes come, 64 KiB at once. */
    @Benchmark
    public long jacksonAsync() throws IOException {
        long sum = 0;
        int depth = 0;
        boolean wanted = false;
        try (JsonParser parser = jackson.createNonBlockingByteArrayParser()) {
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            int fed = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case NOT_AVAILABLE -> {
                        if (fed == page.length) {
                            feeder.endOfInput();
                        } else {
                            int to = Math.min(page.length, fed + buffer.length);
                            feeder.feedInput(page, fed, to);
                            fed = to;
                        }
                    }
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

    /** The whole page must lie in memory; what is not wanted is skipped, not validated. */
    @Benchmark
    public long fastjson2() {
        try (JSONReader reader = JSONReader.of(page)) {
            return fastjson2(reader, 0);
        }
    }

    private static long fastjson2(JSONReader reader, int depth) {
        long sum = 0;
        if (reader.nextIfObjectStart()) {
            while (!reader.nextIfObjectEnd()) {
                String name = reader.readFieldName();
                if (reader.isObject() || reader.isArray()) {
                    sum += fastjson2(reader, depth + 1);
                } else if (!isWanted(name, depth + 1)) {
                    reader.skipValue();
                } else if (reader.isString()) {
                    sum += reader.readString().hashCode();
                } else if (reader.isInt()) {
                    sum += 31 * reader.readInt64Value();
                } else {
                    sum += reader.readAny() == Boolean.TRUE ? 1 : 2;
                }
            }
        } else if (reader.nextIfArrayStart()) {
            while (!reader.nextIfArrayEnd()) {
                sum += fastjson2(reader, depth + 1);
            }
        } else {
            reader.skipValue();
        }
        return sum;
    }

    /** Through a buffer of the same size; what is not wanted is skipped, not validated. */
    @Benchmark
    public long dslJson() throws IOException {
        JsonReader<Object> reader = dsl.process(new ByteArrayInputStream(page));
        reader.getNextToken();
        return dslJson(reader, 0);
    }

    /** From a value's first byte, which was just read, to the first behind it. */
    private static long dslJson(JsonReader<?> reader, int depth) throws IOException {
        byte first = reader.last();
        if (first != '{' && first != '[') {
            reader.skip();
            return 0;
        }
        long sum = 0;
        byte token = reader.getNextToken();
        while (token != '}' && token != ']') {
            if (token == ',') {
                reader.getNextToken();
            }
            sum +=
                    first == '{'
                            ? member(reader, reader.readKey(), depth + 1)
                            : dslJson(reader, depth + 1);
            token = reader.last();
        }
        if (depth > 0) {
            reader.getNextToken();
        }
        return sum;
    }

    private static long member(JsonReader<?> reader, String name, int depth) throws IOException {
        byte token = reader.last();
        if (token == '{' || token == '[') {
            return dslJson(reader, depth);
        }
        if (token == 't' || token == 'f' || token == 'n' || !isWanted(name, depth)) {
            reader.skip();
            return token;
        }
        long value =
                token == '"'
                        ? reader.readString().hashCode()
                        : 31 * NumberConverter.deserializeLong(reader);
        reader.getNextToken();
        return value;
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
