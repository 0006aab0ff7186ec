package tori.model;

/**
 * Tells by an HTTP status whether what stands before a destination answered for it, because the
 * destination itself was out of reach. Stateless, any thread.
 */
public final class GatewayStatus {

    private GatewayStatus() {}

    /**
     * Whether nothing can be delivered there now, whatever it is: 502, 503, 504, and Cloudflare's
     * 520 to 530.
     */
    public static boolean isOutage(int status) {
        return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
    }

    /** Of an outage, whether the destination may have had the request all the same. */
    public static boolean isAmbiguous(int status) {
        return switch (status) {
            // Unavailable; refused, timed out or no way there; no agreement on TLS; no such name.
            case 503, 521, 522, 523, 525, 526, 530 -> false;
            default -> true;
        };
    }
}
