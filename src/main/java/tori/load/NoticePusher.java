package tori.load;

import tori.time.NanoClock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Owes notices to a destination over tori's API, each on a virtual thread of its own and under a
 * key of its own. {@link #push} is called by one thread.
 */
final class NoticePusher implements AutoCloseable {

    /**
     * How many may wait for their answers: beyond it the next ones begin late, which counts, as
     * their time runs from the instant they were due.
     */
    private static final int MAX_WAITING = 1_024;

    /** Notices of one entity go one after the other; these go beside each other. */
    private static final int ENTITIES = 256;

    /** Longer than tori waits for its disk. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI deliveries;
    private final String destination;
    private final String run;
    private final NoticeBook book;
    private final NanoClock clock;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     * @param run begins every key, so that another run has others
     */
    NoticePusher(URI server, String destination, String run, NoticeBook book, NanoClock clock) {
        this.deliveries = server.resolve("/api/v1/deliveries");
        this.destination = destination;
        this.run = run;
        this.book = book;
        this.clock = clock;
    }

    void push(long each, long dueNanos) throws InterruptedException {
        int number = Math.toIntExact(each);
        book.due(number, dueNanos);
        waiting.acquire();
        Thread.ofVirtual().name("load notice").start(() -> post(number));
    }

    private void post(int number) {
        HttpRequest request =
                HttpRequest.newBuilder(deliveries)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", run + "-" + number)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"destination\":\""
                                                + destination
                                                + "\",\"entity\":\"load-"
                                                + number % ENTITIES
                                                + "\",\"text\":\"load "
                                                + number
                                                + "\"}"))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                book.accepted(number, clock.nanoTime());
            } else {
                book.refused(answer.statusCode() + " " + answer.body().strip());
            }
        } catch (IOException e) {
            book.refused(e.toString());
        } catch (InterruptedException e) {
            book.refused("interrupted");
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
