package tori.store;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Begins and ends the writer's transactions, behind the connection's lock. Belongs to the writer.
 */
final class Transactions {

    /** What a transaction writes to. */
    record Parts(
            Tables tables, EventTable events, IncidentTable incidents, Deliveries deliveries) {}

    /** What is done within one. */
    interface Work {
        void run(Parts parts) throws SQLException;
    }

    private final Parts parts;
    private final Engine engine;
    private final ReentrantLock connectionLock;
    private boolean stale;

    /** What is to run if a commit turns out to have taken effect; null if none is in doubt. */
    private @Nullable Runnable doubtful;

    Transactions(Parts parts, Engine engine, ReentrantLock connectionLock) {
        this.parts = parts;
        this.engine = engine;
        this.connectionLock = connectionLock;
    }

    /** Does something while nobody reads. */
    void exclusively(Runnable work) {
        connectionLock.lock();
        try {
            work.run();
        } finally {
            connectionLock.unlock();
        }
    }

    /**
     * Writes all of it, or nothing; none is {@link #isInDoubt}.
     *
     * @param durable whether it must survive a power failure once this has returned
     * @param committed runs before anybody else can read, so that nobody sees a change both in the
     *     file and as waiting
     */
    Deliveries.News write(boolean durable, Work work, Runnable committed) throws SQLException {
        restore(false);
        connectionLock.lock();
        try {
            engine.begin(durable);
            if (stale) {
                // Whether a commit that failed took effect is known by the database alone.
                parts.deliveries().reload();
                stale = false;
            }
            work.run(parts);
            parts.deliveries().beforeCommit();
            engine.commit();
            committed.run();
            return parts.deliveries().committed();
        } catch (DoubtfulCommitException e) {
            doubtful = committed;
            throw e;
        } catch (SQLException | RuntimeException e) {
            parts.tables().clear(e);
            engine.rollback(e);
            undone();
            throw e;
        } finally {
            connectionLock.unlock();
        }
    }

    private void undone() {
        parts.deliveries().rolledBack();
        stale = true;
    }

    /** Whether it has to be found out first what became of the last transaction. */
    boolean isInDoubt() {
        return doubtful != null;
    }

    /**
     * Finds out whether the doubtful commit has taken effect, and ends the transaction accordingly.
     *
     * @return what there is to tell if it has; null if nothing of it was written
     */
    Deliveries.@Nullable News decide() throws SQLException {
        boolean fresh = engine.restore(false);
        connectionLock.lock();
        try {
            // At once: nobody reads on the new connection before memory agrees with it.
            if (fresh) {
                adopt();
            }
            boolean done = engine.hasCommitted();
            Runnable committed = Objects.requireNonNull(doubtful);
            doubtful = null;
            if (done) {
                committed.run();
                return parts.deliveries().committed();
            }
            undone();
            return null;
        } finally {
            connectionLock.unlock();
        }
    }

    /**
     * Makes sure of the connection.
     *
     * @param probing whether nothing was written for a while
     * @return whether a new one had to be taken
     */
    boolean restore(boolean probing) throws SQLException {
        if (!engine.restore(probing)) {
            return false;
        }
        connectionLock.lock();
        try {
            adopt();
        } finally {
            connectionLock.unlock();
        }
        return true;
    }

    private void adopt() {
        engine.adopt();
        stale = true;
    }
}
