package tori.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Writes JSON Web Tokens (RFC 7519) and reads those it has written: HMAC with SHA-256 under one
 * secret, and nothing else, whatever a token's header says. Thread-safe.
 */
final class Tokens {

    /** What HS256 needs at least. */
    static final int MIN_SECRET_BYTES = 32;

    /** How far the clock may have gone back since a token was written. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final String ISSUER = "tori";
    private static final String EPOCH = "epoch";

    /** Ours have some 300 characters. */
    private static final int MAX_LENGTH = 1_000;

    private final JWSSigner signer;
    private final JWSVerifier verifier;
    private final InstantSource wall;
    private final RandomGenerator random;

    /**
     * @param secret at least {@link #MIN_SECRET_BYTES}
     * @param random gives the tokens' ids; safe for many threads
     */
    Tokens(byte[] secret, InstantSource wall, RandomGenerator random) {
        try {
            this.signer = new MACSigner(secret);
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret is too short", e);
        }
        this.wall = wall;
        this.random = random;
    }

    /** A token for a user, from now on. */
    Token issue(User user) {
        Instant now = wall.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(Token.LIFETIME);
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(Long.toString(user.account().id()))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(expires))
                        .jwtID(new UUID(random.nextLong(), random.nextLong()).toString())
                        .claim(EPOCH, user.epoch())
                        .build();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build(),
                        claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token of our own can always be signed", e);
        }
        return new Token(token.serialize(), expires);
    }

    /** What a token says; null if it is not one of these, or not one that is accepted now. */
    @Nullable TokenClaims read(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            // Before anything is computed: the header is written by whoever sends it.
            boolean genuine =
                    JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
                            && token.verify(verifier);
            return genuine ? claims(token.getJWTClaimsSet()) : null;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable TokenClaims claims(JWTClaimsSet claims) throws ParseException {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Long epoch = claims.getLongClaim(EPOCH);
        String id = claims.getJWTID();
        String subject = claims.getSubject();
        if (!ISSUER.equals(claims.getIssuer())
                || issued == null
                || expires == null
                || epoch == null
                || id == null
                || subject == null
                // Ours have neither: it is another program's that has the secret.
                || claims.getNotBeforeTime() != null
                || !claims.getAudience().isEmpty()) {
            return null;
        }
        Instant now = wall.instant();
        boolean early = issued.toInstant().isAfter(now.plus(SKEW));
        boolean late = !expires.toInstant().isAfter(now);
        boolean tooLong = expires.toInstant().isAfter(issued.toInstant().plus(Token.LIFETIME));
        return early || late || tooLong
                ? null
                : new TokenClaims(
                        UUID.fromString(id), Long.parseLong(subject), epoch, expires.toInstant());
    }
}
