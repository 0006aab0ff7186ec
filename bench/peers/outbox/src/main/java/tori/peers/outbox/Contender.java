package tori.peers.outbox;

/**
 * A library that accepts events durably, delivers them over HTTP and marks them as delivered.
 * Implementations are found by {@link java.util.ServiceLoader}, have a public constructor that
 * costs nothing, and are started once. A JVM of its own runs each; start and close come from the
 * main thread, enqueue from several at once.
 */
public interface Contender extends AutoCloseable {

    /** The library's name, then its store's: {@code db-scheduler/sqlite}. */
    String name();

    /** Name and version of what is measured and of its store, for the result. */
    String version();

    /** Which order of delivery the library promises, in a word or two. */
    String order();

    /**
     * Whether a commit waits for the disk. A contender that says no is run only when named, and its
     * figures are not comparable.
     */
    default boolean durable() {
        return true;
    }

    /**
     * Opens the store in the folder, starts delivering, returns when ready. Deliveries go to {@link
     * Terms#receiver()} with the key as header {@code webhook-id}, at most {@link
     * Terms#maxInFlight()} at a time; {@link Terms#marks()} is told of each event once the mark
     * that it was delivered is committed.
     */
    void start(Terms terms) throws Exception;

    /** Returns when the event is committed; throws when it is not. */
    void enqueue(Event event) throws Exception;

    /** How many accepted events the store does not show as delivered, asked of the store itself. */
    long outstanding() throws Exception;

    /**
     * Processor time, in nanoseconds, that processes other than this JVM have spent for the
     * contender so far: a database server's.
     */
    default long foreignCpuNanos() {
        return 0;
    }

    /** Stops without waiting for what is still to be delivered, and ends what was started. */
    @Override
    void close() throws Exception;
}
