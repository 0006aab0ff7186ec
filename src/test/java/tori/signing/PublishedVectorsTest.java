package tori.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.signing.MessageSignature.Component;
import tori.signing.RequestSigner.AgentForm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the specifications print, byte by byte: RFC 9421, appendix B.2.6, the examples of
 * draft-meunier-web-bot-auth-architecture-05, and the vectors of its reference implementation.
 */
class PublishedVectorsTest {

    /** Appendix B.1.4 of the RFC. */
    private static final String PKCS8 =
            "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";

    private static final String ID = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";
    private static final String AGENT = "https://signature-agent.test";
    private static final Instant CREATED = Instant.ofEpochSecond(1_735_689_600);
    private static final Instant EXPIRES = Instant.ofEpochSecond(4_889_289_600L);
    private static final InstantSource NEVER_READ =
            () -> {
                throw new AssertionError("the clock was read");
            };

    private final SigningKey key = key();

    private static SigningKey key() {
        try {
            return SigningKey.of(Base64.getDecoder().decode(PKCS8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKnowTheKeyByItsThumbprint() {
        assertThat(key.id()).isEqualTo(ID);
        assertThat(key.jwk()).contains("\"x\":\"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs\"");
        assertThat(key).hasToString(ID);
        assertThat(key.pkcs8()).isEqualTo(Base64.getDecoder().decode(PKCS8));
    }

    @Test
    void shouldSignAsTheRfcDoes() {
        MessageSignature signature =
                MessageSignature.of(
                        key,
                        List.of(
                                new Component("\"date\"", "Tue, 20 Apr 2021 02:07:55 GMT"),
                                new Component("\"@method\"", "POST"),
                                new Component("\"@path\"", "/foo"),
                                new Component("\"@authority\"", "example.com"),
                                new Component("\"content-type\"", "application/json"),
                                new Component("\"content-length\"", "18")),
                        ";created=1618884473;keyid=\"test-key-ed25519\"");
        assertThat(signature.inputHeader("sig-b26"))
                .isEqualTo(
                        "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
                                + " \"content-length\");created=1618884473"
                                + ";keyid=\"test-key-ed25519\"");
        assertThat(signature.signatureHeader("sig-b26"))
                .isEqualTo(
                        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1"
                                + "u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:");
    }

    @Test
    void shouldSignAnAuthorityAsTheDraftDoes() {
        MessageSignature signature =
                MessageSignature.of(
                        key,
                        List.of(new Component("\"@authority\"", "example.com")),
                        parameters(
                                "g0iqFa9e1ffijlyOScDkXpfSmTbYpRNSGPJrQ1It20ahwgzB3jOUcdgLgFxUg7RMtW"
                                        + "4V8IILaKKtA+YuSyIgJQ=="));
        assertThat(signature.signature())
                .isEqualTo(
                        "FFASViSdcgsyaqqYiCnkHreeZzbNKcTzDvZC5uVlP/dn9IbWj8j0o4wKFTH3rBnUiSUBduwm1G"
                                + "p5VlIPCp01Ag==");
    }

    @Test
    void shouldSignAMemberOfADictionaryAsTheReferenceDoes() {
        MessageSignature signature =
                MessageSignature.of(
                        key,
                        List.of(
                                new Component("\"@authority\"", "example.com"),
                                new Component(
                                        "\"signature-agent\";key=\"agent2\"", '"' + AGENT + '"')),
                        parameters(
                                "n9p433xm+NJ3ph3upfBIGmsuwHw387YV7Q/F+6BSpGCVjYCqQw6rznNA8PVVLySrAW"
                                        + "sv0hQtFioQb6E1YsauiA=="));
        assertThat(signature.signature())
                .isEqualTo(
                        "RdNFx5Bj6au3YgAMQL/RzmUlZE8QZLIaXGRpw985hWnwPfMxT228NMk6ehRS1PSl4e8PhbNZAC"
                                + "SanGdhEwYCCg==");
    }

    private static String parameters(String nonce) {
        return ";created=1735689600;keyid=\"%s\";alg=\"ed25519\";expires=4889289600;nonce=\"%s\";tag=\"web-bot-auth\""
                .formatted(ID, nonce);
    }

    @Test
    void shouldSignARequestWithItsAgentAsTheDraftDoes() {
        String nonce =
                "e8N7S2MFd/qrd6T2R3tdfAuuANngKI7LFtKYI/vowzk4lAZYadIX6wW25MwG7DCT9RUKAJ0qVkU0mEeLEl"
                        + "W1qg==";
        SignedHeaders headers =
                new RequestSigner(key, AGENT, AgentForm.TEXT, NEVER_READ, new Random(1))
                        .sign(
                                "example.com",
                                "sig2",
                                CREATED,
                                Instant.ofEpochSecond(1_735_693_200),
                                Base64.getDecoder().decode(nonce));
        assertThat(headers)
                .isEqualTo(
                        new SignedHeaders(
                                '"' + AGENT + '"',
                                "sig2=(\"@authority\""
                                        + " \"signature-agent\");created=1735689600;keyid=\""
                                        + ID
                                        + "\";alg=\"ed25519\";expires=1735693200;nonce=\""
                                        + nonce
                                        + "\";tag=\"web-bot-auth\"",
                                "sig2=:jdq0SqOwHdyHr9+r5jw3iYZH6aNGKijYp/EstF4RQTQdi5N5YYKrD+mCT1HA"
                                        + "1nZDsi6nJKuHxUi/5Syp3rLWBA==:"));
    }

    @Test
    void shouldSignItsDirectoryAsTheReferenceDoes() {
        KeyDirectory directory = new KeyDirectory(key, AGENT, NEVER_READ);
        assertThat(directory.document())
                .isEqualTo(
                        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\""
                                + ID
                                + "\",\"x\":\"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs\","
                                + "\"use\":\"sig\"}]}");
        assertThat(directory.headers("binding0", CREATED, EXPIRES))
                .isEqualTo(
                        Map.of(
                                "Content-Type",
                                "application/http-message-signatures-directory+json",
                                "Content-Digest",
                                "sha-256=:CADMT2aBdV/rqQr/NIru64ERQkCobVvllA4V0fLFDu0=:",
                                "Signature-Input",
                                "binding0=(\"@authority\";req \"content-digest\")"
                                        + ";created=1735689600;keyid=\""
                                        + ID
                                        + "\";alg=\"ed25519\";expires=4889289600"
                                        + ";tag=\"http-message-signatures-directory\"",
                                "Signature",
                                "binding0=:yiHq0TXrbpzbmlttAQMpYoAufitFJUWuNsakB7QQMoN0EHbo5o51bZRVR8"
                                    + "az/ptTWCwllix9clrKXfGKwdPzBg==:"));
    }
}
