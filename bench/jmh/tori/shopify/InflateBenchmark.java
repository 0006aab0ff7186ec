package tori.shopify;

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

import tori.http.BenchmarkBodies;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.telemetry.CountingMeters;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A page of 250 products, about 1 MB, or fewer, as it comes compressed: inflating it alone; a whole
 * poll of the real monitor (the empty second page included) that finds it unchanged, with one
 * change, or in the very same bytes. As in shops, every page says when it was made, and none is
 * made at the time of another but the equal ones.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 2,
        jvmArgs = {
            "-Xmx512m",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class InflateBenchmark {

    private static final int FULL = 250;
    private static final int CHANGED = 100;
    private static final Pattern TIME = Pattern.compile("\"updated_at\": ?\"([^\"]+)\"");
    private static final byte[] NONE = "{\"products\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final Fetch FETCH =
            new Fetch(
                    URI.create("https://bench.example/products.json"),
                    "application/json",
                    null,
                    Duration.ofMinutes(1),
                    64L << 20);

    /**
     * {@code made}, or the file of a captured page. A page of less than 250 products has no page
     * behind it.
     */
    @Param("made")
    public String page = "made";

    /** Of a made page; at most 250, as Shopify gives. */
    @Param("250")
    public int products = FULL;

    /** What the body comes in. */
    @Param({"gzip", "br", "zstd"})
    public String encoding = "gzip";

    private final BenchmarkBodies bodies = new BenchmarkBodies();
    private final byte[] buffer = new byte[64 << 10];
    private final byte[][] pages = new byte[4][];
    private byte[] none = NONE;
    private byte[] current = NONE;
    private CatalogMonitor monitor;
    private int polls;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        String original = original();
        String changed = changed(original);
        String time = commonTime(original);
        for (int i = 0; i < pages.length; i++) {
            String now =
                    time.isEmpty()
                            ? time
                            : time.substring(0, 8)
                                    + "0"
                                    + (i + 1)
                                    + "T0"
                                    + i
                                    + ":1"
                                    + i
                                    + ":2"
                                    + i
                                    + time.substring(19);
            String timed = (i < 2 ? original : changed).replace('"' + time + '"', '"' + now + '"');
            pages[i] = BenchmarkBodies.compress(encoding, timed.getBytes(StandardCharsets.UTF_8));
        }
        none = BenchmarkBodies.compress(encoding, NONE);
        current = pages[0];
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

    private String original() throws IOException {
        byte[] bytes =
                page.equals("made")
                        ? BenchmarkCatalog.page(42, products, -1)
                        : Files.readAllBytes(Path.of(page));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same page after one variant of a product in its middle was sold or restocked. */
    private static String changed(String original) {
        int at = 0;
        for (int i = 0; i < CHANGED; i++) {
            int next = original.indexOf("\"available\":", at + 1);
            at = next < 0 ? at : next;
        }
        String before = original.substring(0, at);
        String rest = original.substring(at);
        return before
                + (rest.substring(0, 20).contains("true")
                        ? rest.replaceFirst("true", "false")
                        : rest.replaceFirst("false", "true"));
    }

    /** The time that stands in most products: when the page was made. */
    private static String commonTime(String original) {
        Map<String, Integer> counts = new HashMap<>();
        TIME.matcher(original)
                .results()
                .forEach(time -> counts.merge(time.group(1), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private Reply answer(Fetch fetch) throws IOException {
        boolean first = fetch.uri().getRawQuery().endsWith("page=1");
        return bodies.answer(encoding, first ? current : none, fetch);
    }

    @Benchmark
    public long inflate() throws IOException {
        long sum = 0;
        try (Reply reply = bodies.answer(encoding, pages[polls++ & 1], FETCH);
                InputStream body = reply.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                sum += read;
            }
        }
        return sum;
    }

    @Benchmark
    public PollResult pollUnchanged() throws Exception {
        current = pages[polls++ & 1];
        return expect(PollResult.Unchanged.class);
    }

    @Benchmark
    public PollResult pollOneChange() throws Exception {
        polls++;
        current = pages[(polls & 1) * 2 + (polls >>> 1 & 1)];
        return expect(PollResult.Observed.class);
    }

    @Benchmark
    public PollResult pollEqualBytes() throws Exception {
        current = pages[0];
        return expect(PollResult.Unchanged.class);
    }

    private PollResult expect(Class<? extends PollResult> kind) throws Exception {
        PollResult result = monitor.poll();
        if (!kind.isInstance(result)) {
            throw new AssertionError(result);
        }
        return result;
    }
}
