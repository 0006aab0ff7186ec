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

    private final HttpCheckConfig config;
    private final HttpUrl url;
    private final Duration timeout;
    private final CheckSurroundings surroundings;
    private final OkHttpClient client;
    private final Expectations expectations;

    /** When the look-ups of the check under way must be done; told to OkHttp this way only. */
    private volatile long deadlineNanos;

    HttpCheck(
            HttpCheckConfig config,
            Duration timeout,
            HttpClients clients,
            CheckSurroundings surroundings) {
        this.config = config;
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
        try {
            while (true) {
                Call call = client.newCall(request(step, phases));
                call.timeout().timeout(remainingNanos(), TimeUnit.NANOSECONDS);
                requireVersion(step.url().host());
                RedirectStep next;
                try (Response response = call.execute()) {
                    next =
                            step.next(
                                    response.code(),
                                    response.header("Location"),
                                    config.redirects());
                    if (next == null) {
                        return judged(read(call, response, step.url().host()), phases);
                    }
                }
                step = next;
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            return brokenOff(e, step.url().host(), phases);
        } finally {
            if (!config.keepAlive()) {
                client.connectionPool().evictAll();
            }
        }
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

    private Answer read(Call call, Response response, String host) throws IOException {
        ResponseBody body = response.body();
        InputStream in = body.byteStream();
        String text = "";
        long left = config.maxBodyBytes();
        if (expectations.looksAtBody()) {
            byte[] bytes = in.readNBytes(Math.toIntExact(left));
            text = new String(bytes, charset(body));
            left -= bytes.length;
        } else {
            byte[] chunk = new byte[CHUNK_BYTES];
            int count = 0;
            while (left > 0 && count >= 0) {
                count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                left -= Math.max(0, count);
            }
        }
        boolean complete = left > 0 || in.read() < 0;
        if (!complete) {
            // Or closing it would go on reading for a while.
            call.cancel();
        }
        return new Answer(host, response.code(), text, complete);
    }

    private static Charset charset(ResponseBody body) {
        MediaType type = body.contentType();
        Charset named = type == null ? null : type.charset(StandardCharsets.UTF_8);
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private CheckReport judged(Answer answer, PhaseClock phases) {
        Duration took = phases.elapsed();
        Long days = certificateDays(phases);
        List<Condition> conditions = expectations.judge(answer, took, days);
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
}
