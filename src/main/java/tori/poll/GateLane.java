package tori.poll;

/**
 * What the gate keeps of one host or one address. Thread-safe; {@code users} is guarded by the map
 * that holds the lane.
 */
abstract sealed class GateLane permits AddressLane, HostLane {

    /** Those who hold the lane or wait for it; it stays in its map as long as there are any. */
    int users;

    /** Whether nothing needs to be remembered of it. */
    abstract boolean idle(long nowNanos);
}
