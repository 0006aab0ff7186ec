package tori.check;

import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

import org.jspecify.annotations.Nullable;

import tori.config.HttpCheckConfig;
import tori.config.IpVersion;
import tori.config.Secret;
import tori.incident.CheckResult;
import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks an address over HTTP and judges the answer. One thread at a time; interrupting a virtual one
 * ends the check.
 *
 * <p>Unless it is to keep its connection, every check makes a new one, without a TLS session of
 * before: a connection that lives on would hide that nobody can connect any more.
 */
final class HttpCheck implements InspectedCheck {

    private static final int CHUNK_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final HttpCheckConfig config;
    private final HttpUrl url;
    private final Duration timeout;
    private final CheckSurroundings surroundings;
    private final OkHttpClient client;
    private final Expectations expectations;
    private final AnswerMemory memory;

    /** When the look-ups of the check under way must be done; told to OkHttp this way only. */
    private volatile long deadlineNanos;

    HttpCheck(
            HttpCheckConfig config,
            Duration timeout,
            HttpClients clients,
            AnswerMemory memory,
            CheckSurroundings surroundings) {
        this.config = config;
        this.memory = memory;
        this.url = HttpUrl.get(config.url());
        this.timeout = timeout;
        this.surroundings = surroundings;
        this.expectations = new Expectations(config.expect());
        this.client = clients.client(config, this::lookup, Targets.literal(url.host()) != null);
    }

    @Override
    public CheckReport look() throws InterruptedException {
        NanoClock clock = surroundings.clock();
        PhaseClock phases = new PhaseClock(clock);
        deadlineNanos = clock.nanoTime() + timeout.toNanos();
        RedirectStep step = RedirectStep.first(url, config);
        try (Effort effort = new Effort(memory, clock, deadlineNanos)) {
            while (true) {
                requireVersion(step.url().host());
                RedirectStep next;
                try (Response response = ask(step, phases)) {
                    next =
                            step.next(
                                    response.code(),
                                    response.header("Location"),
                                    config.redirects());
                    if (next == null) {
                        Answer answer = read(response, step.url().host(), phases, effort);
                        return judged(answer, phases, effort);
                    }
                }
                step = next;
            }
        } catch (IOException e) {
            endIfInterrupted(e);
            return brokenOff(e, step.url().host(), phases);
        } catch (CannotLookException e) {
            endIfInterrupted(e);
            return unknown(e, step.url().host(), phases);
        } finally {
            if (!config.keepAlive()) {
                client.connectionPool().evictAll();
            }
        }
    }

    private static void endIfInterrupted(Exception e) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * The head of the answer. A site may end a connection at any time after an answer, and the next
     * request is the first to notice: that is asked once more, over a new connection.
     */
    private Response ask(RedirectStep step, PhaseClock phases) throws IOException {
        try {
            return execute(step, phases);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted() || !phases.metDeadConnection(e)) {
                throw e;
            }
        }
        client.connectionPool().evictAll();
        return execute(step, phases);
    }

    private Response execute(RedirectStep step, PhaseClock phases) throws IOException {
        Call call = client.newCall(request(step, phases));
        call.timeout().timeout(remainingNanos(), TimeUnit.NANOSECONDS);
        return call.execute();
    }

    private long remainingNanos() {
        // 0 would mean no limit.
        return Math.max(1, deadlineNanos - surroundings.clock().nanoTime());
    }

    /** For OkHttp; an interrupt stays set. */
    private List<InetAddress> lookup(String host) throws UnknownHostException {
        try {
            return Targets.resolve(host, config.ip(), surroundings.names(), remainingNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while " + host + " was looked up");
        }
    }

    /** OkHttp looks up names only; an address of the wrong version is no better than none. */
    private void requireVersion(String host) throws IOException, InterruptedException {
        if (config.ip() != IpVersion.ANY && Targets.literal(host) != null) {
            Targets.resolve(host, config.ip(), surroundings.names(), remainingNanos());
        }
    }

    private Request request(RedirectStep step, PhaseClock phases) {
        Request.Builder request =
                new Request.Builder()
                        .url(step.url())
                        .tag(PhaseClock.class, phases)
                        .method(step.method(), body(step))
                        .header("User-Agent", surroundings.userAgent().get())
                        .header("Accept", "*/*");
        if (step.own()) {
            for (Map.Entry<String, Secret> header : config.headers().entrySet()) {
                request.header(header.getKey(), header.getValue().value());
            }
            Secret authorization = config.authorization();
            if (authorization != null) {
                request.header("Authorization", authorization.value());
            }
        }
        return request.build();
    }

    private @Nullable RequestBody body(RedirectStep step) {
        Secret body = config.body();
        if (body != null && step.withBody() && step.own()) {
            return RequestBody.create(body.value().getBytes(StandardCharsets.UTF_8));
        }
        boolean needsOne =
                switch (step.method()) {
                    case "POST", "PUT", "PATCH" -> true;
                    default -> false;
                };
        return needsOne ? RequestBody.create(NOTHING) : null;
    }

    private Answer read(Response response, String host, PhaseClock phases, Effort effort)
            throws IOException, InterruptedException {
        ResponseBody body = response.body();
        InputStream in = body.byteStream();
        String text = "";
        long left = config.maxBodyBytes();
        boolean complete;
        try {
            if (expectations.looksAtBody()) {
                byte[] bytes = bytes(in, body.contentLength(), effort);
                text = text(bytes, charset(body));
                left -= bytes.length;
            } else {
                left -= skipped(in, left);
            }
            complete = left > 0 || in.read() < 0;
        } catch (IOException e) {
            throw DamagedException.of(e, response);
        }
        if (!complete) {
            // Or closing it would go on reading for a while.
            phases.cancel();
        }
        return new Answer(host, response.code(), text, complete);
    }

    /** As much as may be kept. What is not small waits for memory before it is read on. */
    private byte[] bytes(InputStream in, long announced, Effort effort)
            throws IOException, InterruptedException {
        int most = Math.toIntExact(config.maxBodyBytes());
        byte[] small = in.readNBytes(Math.min(most, AnswerMemory.SMALL_BYTES));
        if (small.length < AnswerMemory.SMALL_BYTES || small.length == most) {
            return small;
        }
        effort.hold(announced < 0 ? most : Math.min(most, announced));
        byte[] rest = in.readNBytes(most - small.length);
        byte[] all = Arrays.copyOf(small, small.length + rest.length);
        System.arraycopy(rest, 0, all, small.length, rest.length);
        return all;
    }

    private static long skipped(InputStream in, long most) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = most;
        int count = 0;
        while (left > 0 && count >= 0) {
            count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            left -= Math.max(0, count);
        }
        return most - left;
    }

    /** Without the mark of the order of bytes that some programs put before every text. */
    private static String text(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static Charset charset(ResponseBody body) {
        MediaType type = body.contentType();
        Charset named = type == null ? null : type.charset(StandardCharsets.UTF_8);
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private CheckReport judged(Answer answer, PhaseClock phases, Effort effort)
            throws InterruptedException {
        Duration took = phases.elapsed();
        Long days = certificateDays(phases);
        List<Condition> conditions = expectations.judge(answer, took, days, effort);
        return new CheckReport(
                Conditions.result(conditions, took),
                phases.peer(),
                answer.status(),
                phases.phases(took),
                days,
                conditions);
    }

    private @Nullable Long certificateDays(PhaseClock phases) {
        Instant end = phases.certificateEnd();
        InstantSource wall = surroundings.wall();
        return end == null ? null : Expectations.days(wall.instant(), end);
    }

    private CheckReport brokenOff(IOException e, String host, PhaseClock phases) {
        Duration took = phases.elapsed();
        boolean late = deadlineNanos - surroundings.clock().nanoTime() <= 0;
        return new CheckReport(
                new FailureWords(host, timeout).of(e, phases.stage(), late, took),
                phases.peer(),
                0,
                phases.phases(took),
                certificateDays(phases),
                List.of());
    }

    private CheckReport unknown(CannotLookException e, String host, PhaseClock phases) {
        String detail = "the answer of " + host + " could not be judged: " + e.getMessage();
        return new CheckReport(
                new CheckResult.Unknown(detail),
                phases.peer(),
                0,
                phases.phases(phases.elapsed()),
                certificateDays(phases),
                List.of());
    }
}
