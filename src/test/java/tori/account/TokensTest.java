package tori.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

class TokensTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.5Z");
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final User BOB = new User(new Account(7, "bob", false, START), "hash", 3);

    private Instant now = START;
    private final Tokens tokens = new Tokens(SECRET, () -> now, new Random(1));

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("tori")
                .subject("7")
                .issueTime(Date.from(START))
                .expirationTime(Date.from(START.plusSeconds(3600)))
                .jwtID(UUID.randomUUID().toString())
                .claim("epoch", 3);
    }

    private static String signed(JWSAlgorithm algorithm, byte[] secret, JWTClaimsSet claims)
            throws Exception {
        SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    @Test
    void shouldReadWhatItWrote() {
        Token token = tokens.issue(BOB);
        TokenClaims claims = tokens.read(token.text());
        assertThat(claims).isNotNull();
        assertThat(claims.user()).isEqualTo(7);
        assertThat(claims.epoch()).isEqualTo(3);
        assertThat(claims.expires())
                .isEqualTo(token.expires())
                .isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
        assertThat(tokens.read(tokens.issue(BOB).text()).id()).isNotEqualTo(claims.id());
        assertThat(token.toString()).doesNotContain(token.text());
    }

    @Test
    void shouldTellOthersWhatStandardsSay() throws Exception {
        SignedJWT token = SignedJWT.parse(tokens.issue(BOB).text());
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(token.getHeader().getType()).isEqualTo(JOSEObjectType.JWT);
        assertThat(token.getJWTClaimsSet().getClaims())
                .containsOnlyKeys("iss", "sub", "iat", "exp", "jti", "epoch");
    }

    @Test
    void shouldAcceptItsOwnClaimsSignedByItsOwnSecret() throws Exception {
        assertThat(tokens.read(signed(JWSAlgorithm.HS256, SECRET, claims().build()))).isNotNull();
    }

    @Test
    void shouldRefuseAnotherAlgorithmThanItsOwn() throws Exception {
        assertThat(tokens.read(signed(JWSAlgorithm.HS512, SECRET, claims().build()))).isNull();
        assertThat(tokens.read(signed(JWSAlgorithm.HS384, SECRET, claims().build()))).isNull();
        assertThat(tokens.read(new PlainJWT(claims().build()).serialize())).isNull();

        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        SignedJWT rsa = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims().build());
        rsa.sign(new RSASSASigner(keys.getPrivate()));
        assertThat(tokens.read(rsa.serialize())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS384", "RS256", "ES256"})
    void shouldRefuseAHeaderThatClaimsAnotherAlgorithm(String algorithm) {
        String[] parts = tokens.issue(BOB).text().split("\\.");
        String header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}")
                                        .getBytes(StandardCharsets.UTF_8));
        assertThat(tokens.read(header + "." + parts[1] + "." + parts[2])).isNull();
        assertThat(tokens.read(header + "." + parts[1] + ".")).isNull();
        assertThat(tokens.read(header + "." + parts[1])).isNull();
    }

    /**
     * Of the header nothing is believed: no key is fetched, and nothing critical is passed over.
     */
    @Test
    void shouldRefuseAHeaderThatWantsMore() throws Exception {
        JWSHeader critical =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .criticalParams(Set.of("exp"))
                        .customParam("exp", 1)
                        .build();
        SignedJWT token = new SignedJWT(critical, claims().build());
        token.sign(new MACSigner(SECRET));
        assertThat(tokens.read(token.serialize())).isNull();

        byte[] empty = new byte[SECRET.length];
        JWSHeader kid = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("/dev/null").build();
        SignedJWT elsewhere = new SignedJWT(kid, claims().build());
        elsewhere.sign(new MACSigner(empty));
        assertThat(tokens.read(elsewhere.serialize())).isNull();
    }

    @Test
    void shouldRefuseOneTwice() {
        String text = tokens.issue(BOB).text();
        for (String between : List.of("", ".", " ", ", ", "\n")) {
            assertThat(tokens.read(text + between + text)).isNull();
        }
    }

    @Test
    void shouldRefuseAnotherSecret() throws Exception {
        byte[] other = SECRET.clone();
        other[0] ^= 1;
        assertThat(tokens.read(signed(JWSAlgorithm.HS256, other, claims().build()))).isNull();
        assertThatThrownBy(() -> new Tokens(new byte[31], () -> now, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhatWasChanged() {
        String text = tokens.issue(BOB).text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            // The last character of a part has bits that mean nothing.
            boolean meansTheSame =
                    i + 1 == text.length() || text.charAt(i) == '.' || text.charAt(i + 1) == '.';
            if (!meansTheSame) {
                assertThat(tokens.read(changed)).as("changed at %s", i).isNull();
            }
        }
    }

    @Test
    void shouldRefuseWhatHasEnded() {
        String text = tokens.issue(BOB).text();
        now = START.plus(Duration.ofHours(12)).minusMillis(501);
        assertThat(tokens.read(text)).isNotNull();
        now = now.plusMillis(1);
        assertThat(tokens.read(text)).isNull();
    }

    @Test
    void shouldRefuseWhatWasWrittenInTheFuture() {
        String text = tokens.issue(BOB).text();
        now = START.minusSeconds(60);
        assertThat(tokens.read(text)).isNotNull();
        now = START.minusSeconds(62);
        assertThat(tokens.read(text)).isNull();
    }

    @Test
    void shouldRefuseWhatLacksAClaimOrLivesTooLong() throws Exception {
        List<UnaryOperator<JWTClaimsSet.Builder>> wrongs =
                List.of(
                        claims -> claims.issuer("another"),
                        claims -> claims.issuer(null),
                        claims -> claims.subject(null),
                        claims -> claims.subject("bob"),
                        claims -> claims.issueTime(null),
                        claims -> claims.expirationTime(null),
                        claims -> claims.expirationTime(Date.from(START.plusSeconds(12 * 3601))),
                        claims -> claims.jwtID(null),
                        claims -> claims.jwtID("not a UUID"),
                        claims -> claims.claim("epoch", null),
                        claims -> claims.claim("epoch", "3"),
                        claims -> claims.notBeforeTime(Date.from(START.plusSeconds(60))),
                        claims -> claims.audience("another"));
        for (int i = 0; i < wrongs.size(); i++) {
            JWTClaimsSet wrong = wrongs.get(i).apply(claims()).build();
            assertThat(tokens.read(signed(JWSAlgorithm.HS256, SECRET, wrong)))
                    .as("wrong %s", i)
                    .isNull();
        }
    }

    @Property
    void shouldRefuseRubbish(@ForAll String text) {
        assertThat(tokens.read(text)).isNull();
        assertThat(tokens.read(text + "." + text + "." + text)).isNull();
    }

    @Test
    void shouldNotLookAtWhatIsTooLong() {
        assertThat(tokens.read(tokens.issue(BOB).text() + "A".repeat(2_000))).isNull();
    }
}
