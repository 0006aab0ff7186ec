package tori.signing;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** An Ed25519 key that signs; its secret half is never shown. Immutable, any thread. */
public final class SigningKey {

    /** By the name that Java and RFC 8037 give it. */
    private static final String ALGORITHM = "Ed25519";

    private static final int POINT_BYTES = 32;

    private final PrivateKey secret;
    private final String x;
    private final String id;

    private SigningKey(KeyPair pair) {
        this.secret = pair.getPrivate();
        byte[] encoded = pair.getPublic().getEncoded();
        // A header of fixed length, then the point.
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - POINT_BYTES, encoded.length);
        this.x = base64Url(point);
        this.id = thumbprint(x);
    }

    /** A new one. */
    static SigningKey generate() {
        try {
            return new SigningKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /**
     * Reads one.
     *
     * @param pkcs8 with or without its public half
     * @throws GeneralSecurityException if these bytes are no Ed25519 key
     */
    static SigningKey of(byte[] pkcs8) throws GeneralSecurityException {
        PrivateKey secret =
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        byte[] seed = seed(secret);
        // The JDK computes a public key only when it makes a pair, so it gets this one to make.
        KeyPairGenerator maker = KeyPairGenerator.getInstance(ALGORITHM);
        maker.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        KeyPair pair = maker.generateKeyPair();
        if (!Arrays.equals(seed(pair.getPrivate()), seed)) {
            throw new GeneralSecurityException("its public half cannot be computed");
        }
        return new SigningKey(pair);
    }

    private static byte[] seed(PrivateKey secret) throws GeneralSecurityException {
        return ((EdECPrivateKey) secret)
                .getBytes()
                .orElseThrow(() -> new GeneralSecurityException("the key is not readable"));
    }

    /** The secret half as PKCS#8. */
    byte[] pkcs8() {
        return secret.getEncoded();
    }

    /** What others know it by: the JWK thumbprint of RFC 7638. */
    public String id() {
        return id;
    }

    /** The public half as a JSON Web Key. */
    String jwk() {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\",\"x\":\"%s\",\"use\":\"sig\"}"
                .formatted(id, x);
    }

    /** The signature of some bytes, in Base64. */
    String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(message);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs whatever it is given", e);
        }
    }

    /** RFC 7638 over the members that RFC 8037 names, in the order of the alphabet. */
    private static String thumbprint(String x) {
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        return base64Url(sha256(members.getBytes(StandardCharsets.US_ASCII)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return id;
    }

    /** Draws one number only: the key. */
    private static final class Seed extends SecureRandom {

        @Serial private static final long serialVersionUID = 1;

        private final transient byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
