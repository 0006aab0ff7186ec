package tori.http;

import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import tori.config.DohConfig;
import tori.http.DnsMessage.Answer;
import tori.http.DnsMessage.Family;
import tori.network.MeteredAnswers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A resolver that is asked over HTTPS, RFC 8484, for both families at once. Its own addresses are
 * given, so nobody need be asked for them. Thread-safe; blocks the thread that asks.
 */
final class DohResolver {

    private static final MediaType DNS = MediaType.get("application/dns-message");

    /** The most a message of DNS can have. */
    private static final int MAX_BYTES = 64 * 1024;

    private final DohConfig config;
    private final OkHttpClient client;

    DohResolver(DohConfig config) {
        this.config = config;
        List<InetAddress> addresses =
                config.addresses().stream().map(InetAddress::ofLiteral).toList();
        this.client =
                MeteredAnswers.bounded(new OkHttpClient.Builder())
                        .dns(host -> addresses)
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .build();
    }

    /** Who it is, for people. */
    String name() {
        return config.url().getHost();
    }

    /**
     * The name's addresses, IPv4 before IPv6 as the system has them.
     *
     * @param timeout the longest it may take
     * @throws UnknownHostException if it says that there is no such name, or that it has no address
     * @throws IOException if it does not answer
     */
    List<InetAddress> addresses(String host, Duration timeout)
            throws IOException, InterruptedException {
        byte[] question = DnsMessage.question(host, Family.AAAA);
        FutureTask<Answer> six = new FutureTask<>(() -> ask(question, Family.AAAA, timeout));
        Thread.ofVirtual().name("doh " + host).start(six);
        List<InetAddress> all = new ArrayList<>();
        IOException failure = null;
        try {
            all.addAll(
                    addresses(host, ask(DnsMessage.question(host, Family.A), Family.A, timeout)));
        } catch (IOException e) {
            failure = e;
        }
        try {
            all.addAll(addresses(host, six.get()));
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        } catch (ExecutionException e) {
            failure = failure == null ? new IOException(e.getCause()) : failure;
        }
        if (!all.isEmpty()) {
            return List.copyOf(all);
        }
        throw failure == null ? new UnknownHostException(host + " has no address") : failure;
    }

    private static List<InetAddress> addresses(String host, Answer answer) throws IOException {
        return switch (answer) {
            case Answer.Addresses found -> found.addresses();
            case Answer.NoSuchName _ -> throw new UnknownHostException(host + " does not exist");
            case Answer.Failure failure ->
                    throw new IOException("the resolver fails itself (" + failure.code() + ")");
        };
    }

    private Answer ask(byte[] question, Family type, Duration timeout) throws IOException {
        Request request =
                new Request.Builder()
                        .url(config.url().toString())
                        .header("Accept", DNS.toString())
                        .post(RequestBody.create(question, DNS))
                        .build();
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            if (response.code() != 200) {
                throw new IOException("the resolver answered " + response.code());
            }
            byte[] message = response.body().byteStream().readNBytes(MAX_BYTES + 1);
            if (message.length > MAX_BYTES) {
                throw new TooLargeException(MAX_BYTES);
            }
            return DnsMessage.answer(message, type);
        }
    }

    /** Closes idle connections. */
    void close() {
        client.connectionPool().evictAll();
    }
}
