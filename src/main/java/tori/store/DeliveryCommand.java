package tori.store;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Something to be done about deliveries, users or added monitors, as part of the writer's next
 * transaction. Belongs to the writer once it is taken.
 */
final class DeliveryCommand<T> {

    /** What is to be done; may be done again after a transaction that failed. */
    interface Work<T> {
        T apply(Deliveries deliveries) throws SQLException;
    }

    final CompletableFuture<T> future = new CompletableFuture<>();

    /** About how many rows it looks at. */
    final int rows;

    /** How many events it holds in memory until they are written. */
    final int owed;

    /** How many characters those have. */
    final long characters;

    private final Work<T> work;
    private @Nullable T result;

    /** One that holds no events. */
    DeliveryCommand(int rows, Work<T> work) {
        this(rows, 0, 0, work);
    }

    DeliveryCommand(int rows, int owed, long characters, Work<T> work) {
        this.rows = rows;
        this.owed = owed;
        this.characters = characters;
        this.work = work;
    }

    /** Whether nobody waits for it any more. */
    boolean isGivenUp() {
        return future.isDone();
    }

    /** Within the transaction. */
    void apply(Deliveries deliveries) throws SQLException {
        result = work.apply(deliveries);
    }

    /** The transaction has been committed. */
    void complete() {
        future.complete(Objects.requireNonNull(result));
    }
}
