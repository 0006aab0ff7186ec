package tori.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.account.Account;
import tori.account.AccountChange;
import tori.account.AccountChange.Reason;
import tori.account.AccountDesk;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The accounts of a running tori on this machine, over HTTP. The calling thread waits. */
public final class AccountClient implements AccountDesk, AutoCloseable {

    private final DaemonClient client;
    private final @Nullable String process;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     * @param process the id of the process that has the store; null if that is not known
     */
    public AccountClient(URI server, @Nullable String process) {
        this.client = new DaemonClient(server, "users");
        this.process = process;
    }

    @Override
    public AccountChange add(String name, String password, boolean admin)
            throws IOException, InterruptedException {
        return change("", Map.of("name", name, "password", password, "admin", admin));
    }

    @Override
    public AccountChange setPassword(String name, String password)
            throws IOException, InterruptedException {
        // A blank in a path is no plus.
        String segment = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return change("/" + segment + "/password", Map.of("password", password));
    }

    private AccountChange change(String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        DaemonClient.Answer answer =
                client.send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                DeliveryJson.JSON.writeValueAsBytes(body))));
        return switch (answer.status()) {
            case 200, 201 -> new AccountChange.Done(client.read(answer.data(), AccountJson::read));
            case 400 -> new AccountChange.Refused(Reason.INVALID, answer.message());
            case 404 -> new AccountChange.Refused(Reason.UNKNOWN, answer.message());
            case 409 -> new AccountChange.Refused(Reason.TAKEN, answer.message());
            default ->
                    // Throws, as the status is another one.
                    new AccountChange.Refused(Reason.INVALID, client.good(answer).message());
        };
    }

    @Override
    public Page list(int limit, int offset) throws IOException, InterruptedException {
        DaemonClient.Answer answer = client.ask(request("?limit=" + limit + "&offset=" + offset));
        return client.read(
                answer.data(),
                data -> {
                    List<Account> rows = new ArrayList<>();
                    for (JsonNode row : data.path("users")) {
                        rows.add(AccountJson.read(row));
                    }
                    return new Page(rows, data.path("total").asLong());
                });
    }

    /** Names whom is meant: nobody is to decide about another one's users. */
    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = client.request(AccountPages.ROOT + path);
        return process == null ? request : request.header(DeliveryPages.PROCESS, process);
    }

    @Override
    public void close() {
        client.close();
    }
}
