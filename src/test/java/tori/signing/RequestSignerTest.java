package tori.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tori.signing.RequestSigner.AgentForm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class RequestSignerTest {

    private static final String AGENT = "https://bot.example.com";
    private static final Instant NOW = Instant.parse("2026-11-21T10:15:30.9Z");

    private final InstantSource wall = InstantSource.fixed(NOW);
    private final SigningKey key = SigningKey.generate();
    private final KeyDirectory directory = new KeyDirectory(key, AGENT, wall);

    private static Map<String, String> headers(SignedHeaders signed) {
        return Map.of(
                "signature-agent", signed.agent(),
                "signature-input", signed.input(),
                "signature", signed.signature());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSignEachRequestOnceAndForMinutes(AgentForm form) throws Exception {
        RequestSigner signer = new RequestSigner(key, AGENT, form, wall, new Random(7));
        SignatureChecker checker = new SignatureChecker(directory.document());
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String authority = "shop" + i + ".example";
            SignedHeaders signed = signer.sign(authority);
            assertThat(signed.input()).contains("\"@authority\" \"signature-agent\"");
            Map<String, String> parameters =
                    checker.check(name -> headers(signed).get(name), authority);
            assertThat(parameters)
                    .containsEntry("created", Long.toString(NOW.getEpochSecond()))
                    .containsEntry("expires", Long.toString(NOW.getEpochSecond() + 300))
                    .containsEntry("keyid", key.id())
                    .containsEntry("alg", "ed25519")
                    .containsEntry("tag", "web-bot-auth");
            nonces.add(parameters.get("nonce"));
        }
        assertThat(nonces).hasSize(20).doesNotContainNull();
    }

    @Test
    void shouldWriteTheAgentAsAskedFor() {
        assertThat(
                        new RequestSigner(key, AGENT, AgentForm.TEXT, wall, new Random(7))
                                .sign("a")
                                .agent())
                .isEqualTo("\"https://bot.example.com\"");
        assertThat(
                        new RequestSigner(key, AGENT, AgentForm.DICTIONARY, wall, new Random(7))
                                .sign("a")
                                .agent())
                .isEqualTo("sig1=\"https://bot.example.com\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Bot.Example.com, bot.example.com",
        "https://bot.example.com:443/keys, bot.example.com",
        "https://bot.example.com:8443, bot.example.com:8443"
    })
    void shouldSignTheDirectoryForItsOwnAuthorityOnly(String agent, String authority)
            throws Exception {
        KeyDirectory published = new KeyDirectory(key, agent, wall);
        Map<String, String> headers = published.headers(KeyDirectory.ANSWER_VALIDITY);
        SignatureChecker checker = new SignatureChecker(published.document());
        Map<String, String> parameters =
                checker.check(
                        name ->
                                headers.entrySet().stream()
                                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                                        .map(Map.Entry::getValue)
                                        .findFirst()
                                        .orElse(null),
                        authority);
        assertThat(parameters)
                .containsEntry("tag", "http-message-signatures-directory")
                .containsEntry("expires", Long.toString(NOW.getEpochSecond() + 86_400));
    }
}
