package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.e2e.ToriApi.Reply;
import tori.e2e.WebhookReceiver.Answer;
import tori.e2e.WebhookReceiver.Receipt;
import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kills the packaged daemon with SIGKILL again and again while callers owe it texts and a receiver
 * misbehaves, and compares what was accepted with what arrived.
 *
 * <p>{@code -Dkill.cycles=1000} for the long run, {@code -Dkill.seed=N} for the same random moments
 * again.
 */
class KillLoopIT {

    private static final int CYCLES = Integer.getInteger("kill.cycles", 6);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int CALLERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Texts by entity in the order in which they were accepted. */
    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();

    @Test
    void shouldDeliverAllThatWasAcceptedInOrderWhateverIsKilled() throws Exception {
        System.out.println("kill.seed=" + SEED + " kill.cycles=" + CYCLES);
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            int port = FreePort.choose();
            writeConfig(receiver, port);
            List<Caller> callers = callers();
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                receiver.answer(behaviour(random.split()));
                runAndKill(port, callers);
                if (cycle % 50 == 0) {
                    System.out.printf(
                            "%d cycles, %d requests%n", cycle, receiver.receipts().size());
                }
            }
            receiver.answer(Answer.TAKE);
            try (ToriProcess tori = start();
                    ToriApi api = new ToriApi(port)) {
                await().atMost(PATIENCE).until(api::isReady);
                for (Caller caller : callers) {
                    caller.finish(api);
                }
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> unfinished(api) == 0);
                compare(receiver.receipts(), api);
                tori.signal("TERM");
                assertThat(tori.awaitExit()).isZero();
            }
        }
    }

    private void runAndKill(int port, List<Caller> callers) throws Exception {
        // Every fourth kill falls into the start.
        boolean early = random.nextInt(4) == 0;
        try (ToriProcess tori = start();
                ToriApi api = new ToriApi(port)) {
            if (early) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                return;
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(api::isReady);
            AtomicBoolean on = new AtomicBoolean(true);
            List<Thread> threads = new ArrayList<>();
            for (Caller caller : callers) {
                threads.add(Thread.startVirtualThread(() -> caller.call(api, on)));
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(20, 700));
            // In the midst of it all; callers whose last call was cut off repeat it next time.
            tori.close();
            on.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** Mostly well, sometimes badly, never so that a delivery may be given up. */
    private static java.util.function.Function<Receipt, Answer> behaviour(SplittableRandom random) {
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        return receipt -> {
            int dice;
            synchronized (random) {
                dice = random.nextInt(100);
            }
            if (dice < 4 && failedOnce.add(receipt.key())) {
                return Answer.FAIL;
            }
            if (dice >= 4 && dice < 6 && failedOnce.add(receipt.key())) {
                return Answer.TAKE_AND_RESET;
            }
            if (dice == 6) {
                return Answer.DOWN;
            }
            return dice == 7 ? Answer.TOO_MANY : Answer.TAKE;
        };
    }

    private static int unfinished(ToriApi api) throws IOException, InterruptedException {
        int open = 0;
        for (String state : List.of("pending", "in_flight", "retry_wait")) {
            open +=
                    api.get("/api/v1/deliveries?limit=1&state=" + state)
                            .data()
                            .path("total")
                            .asInt();
        }
        return open;
    }

    private void compare(List<Receipt> receipts, ToriApi api) throws Exception {
        Map<String, List<String>> firstTaken = new HashMap<>();
        Map<String, Integer> timesTaken = new HashMap<>();
        Map<String, Integer> resets = new HashMap<>();
        for (Receipt receipt : receipts) {
            if (receipt.answer() == Answer.TAKE_AND_RESET) {
                resets.merge(receipt.key(), 1, Integer::sum);
            }
            if (receipt.taken() && timesTaken.merge(receipt.key(), 1, Integer::sum) == 1) {
                firstTaken
                        .computeIfAbsent(receipt.entity(), key -> new ArrayList<>())
                        .add(receipt.text());
            }
        }
        assertThat(firstTaken).as("delivered = accepted, in order").isEqualTo(byEntity());
        Map<String, Integer> ambiguous = new HashMap<>();
        Set<String> states = new HashSet<>();
        for (JsonNode row : api.deliveries("")) {
            states.add(row.path("state").asText());
            ambiguous.put(row.path("key").asText(), row.path("ambiguous").asInt());
        }
        assertThat(states).containsExactly("delivered");
        long duplicates = 0;
        for (Map.Entry<String, Integer> taken : timesTaken.entrySet()) {
            int again = taken.getValue() - 1;
            duplicates += again;
            int known = ambiguous.getOrDefault(taken.getKey(), 0);
            // One attempt may be two requests, but only where the receiver ended the connection
            // under the first: those are counted, one by one.
            assertThat(again)
                    .as("%s was sent again only where nobody could know", taken.getKey())
                    .isLessThanOrEqualTo(
                            known == 0 ? 0 : known + resets.getOrDefault(taken.getKey(), 0));
        }
        System.out.printf(
                "accepted %d, requests %d, duplicates %d, ambiguous %d%n",
                timesTaken.size(),
                receipts.size(),
                duplicates,
                ambiguous.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** What the receiver calls an entity has the site's name before it. */
    private Map<String, List<String>> byEntity() {
        Map<String, List<String>> named = new HashMap<>();
        accepted.forEach((entity, texts) -> named.put("tori/" + entity, texts));
        return named;
    }

    private List<Caller> callers() {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new Caller("entity-" + i));
        }
        return callers;
    }

    /** Owes one text after the other about one entity; repeats what was not answered. */
    private final class Caller {
        private final String entity;
        private int next = 1;

        Caller(String entity) {
            this.entity = entity;
        }

        void call(ToriApi api, AtomicBoolean on) {
            while (on.get()) {
                try {
                    if (!once(api)) {
                        return;
                    }
                } catch (IOException | InterruptedException e) {
                    return; // killed meanwhile: the same again next time
                }
            }
        }

        void finish(ToriApi api) throws IOException, InterruptedException {
            assertThat(once(api)).isTrue();
        }

        private boolean once(ToriApi api) throws IOException, InterruptedException {
            String key = entity + "-" + next;
            Reply reply = api.owe("hook", key, entity, "text " + next);
            if (reply.status() != 202 && reply.status() != 200) {
                return false;
            }
            accepted.computeIfAbsent(entity, name -> new ArrayList<>()).add("text " + next);
            next++;
            return true;
        }
    }

    private ToriProcess start() throws IOException {
        return ToriProcess.start(folder);
    }

    private void writeConfig(WebhookReceiver receiver, int port) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                destinations:
                  hook: {type: webhook, url: "%s"}
                sites: []
                """
                        .formatted(port, receiver.url()));
    }
}
