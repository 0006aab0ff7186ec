package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import tori.account.Account;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Accounts as JSON, as the API and the command show them; times in UTC. Any thread. */
public final class AccountJson {

    private AccountJson() {}

    /** In a line. */
    public static String text(Account account) {
        try {
            return DeliveryJson.JSON.writeValueAsString(data(account));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers and maps can always be written", e);
        }
    }

    static Map<String, Object> data(Account account) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", account.id());
        data.put("name", account.name());
        data.put("admin", account.admin());
        data.put("created_at", account.createdAt().toString());
        return data;
    }

    /** What {@link #data} wrote. */
    static Account read(JsonNode row) throws IOException {
        try {
            return new Account(
                    row.path("id").asLong(),
                    row.path("name").asText(),
                    row.path("admin").asBoolean(),
                    Instant.parse(row.path("created_at").asText()));
        } catch (DateTimeException e) {
            throw new IOException("not a user: " + e.getMessage(), e);
        }
    }
}
