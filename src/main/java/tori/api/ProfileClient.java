package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import tori.telemetry.ProfileEvent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Asks a running tori on this machine for profiles. The calling thread waits for them. */
public final class ProfileClient {

    /** Beyond the profile itself: writing it and sending it. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /** An error's envelope is far smaller. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final URI server;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     */
    public ProfileClient(URI server) {
        this.server = server;
    }

    /**
     * Takes a Flight Recorder recording.
     *
     * @param seconds 1 to 600
     * @param target the file to write; replaced once the profile is there
     * @throws ApiException with a sentence: nothing answers there, or the server refused
     */
    public void record(int seconds, Path target) throws IOException, InterruptedException {
        download("/debug/jfr?seconds=" + seconds, seconds, target);
    }

    /**
     * Takes a flame graph.
     *
     * @param seconds 1 to 600
     * @param target the file to write; replaced once the profile is there. Stacks as text where its
     *     name ends in {@code .collapsed} or {@code .txt}, else a page
     * @throws ApiException with a sentence: nothing answers there, or the server refused
     */
    public void sample(ProfileEvent event, int seconds, Path target)
            throws IOException, InterruptedException {
        String name = target.toString();
        boolean text = name.endsWith(".collapsed") || name.endsWith(".txt");
        String query =
                "?event="
                        + event.optionName()
                        + "&seconds="
                        + seconds
                        + "&format="
                        + (text ? "collapsed" : "html");
        download("/debug/profile" + query, seconds, target);
    }

    private void download(String path, int seconds, Path target)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(Duration.ofSeconds(seconds).plus(MARGIN))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(response.statusCode(), body.readNBytes(MAX_ERROR_BYTES));
                }
                save(body, target.toAbsolutePath());
            }
        } catch (ConnectException e) {
            throw new ApiException(
                    "no tori answers at "
                            + server
                            + "; start it, or look at server.listen in its config.yaml",
                    e);
        } catch (HttpTimeoutException e) {
            throw new ApiException("the tori at " + server + " did not answer in time", e);
        }
    }

    private ApiException refused(int status, byte[] body) {
        String reason;
        try {
            reason = new ObjectMapper().readTree(body).path("error").path("message").asText("");
        } catch (JsonProcessingException e) {
            reason = "";
        } catch (IOException e) {
            throw new IllegalStateException("reading memory cannot fail", e);
        }
        String why = reason.isEmpty() ? "is that a tori?" : reason;
        return new ApiException(server + " answered " + status + ": " + why, null);
    }

    /** Whole or not at all: a profile cut off looks like one. */
    private static void save(InputStream body, Path asked) throws IOException {
        if (Files.isDirectory(asked)) {
            throw new ApiException(asked + " is a folder; give --out the name of a file", null);
        }
        if (Files.exists(asked) && !Files.isRegularFile(asked)) {
            // A pipe or a device is written to, not replaced.
            try (OutputStream out = Files.newOutputStream(asked)) {
                body.transferTo(out);
            }
            return;
        }
        Path target = Files.exists(asked) ? asked.toRealPath() : asked;
        Path folder = target.getParent();
        if (folder == null) {
            throw new ApiException(target + " is no file name", null);
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".tori", ".part");
        try {
            Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
