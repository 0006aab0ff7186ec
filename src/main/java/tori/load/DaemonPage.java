package tori.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads what a running tori says of itself. The calling thread waits. */
final class DaemonPage implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     */
    DaemonPage(URI server) {
        this.server = server;
    }

    /** A port that was free a moment ago: tori cannot say which one it took. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    boolean isAlive() throws InterruptedException {
        try {
            return get("/livez").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric over all its series whose labels contain a text, empty for all. */
    long metric(String name, String label) throws IOException, InterruptedException {
        return sum(get("/metrics").body(), name, label);
    }

    static long sum(String metrics, String name, String label) {
        return (long)
                metrics.lines()
                        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                        .filter(line -> line.contains(label))
                        .mapToDouble(line ->
                                Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
