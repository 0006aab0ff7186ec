package tori.store;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Begins and ends transactions: the writer's, behind the connection's lock, and those of others who
 * have that lock.
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
    private final ReentrantLock connectionLock;
    private boolean stale;

    Transactions(Parts parts, ReentrantLock connectionLock) {
        this.parts = parts;
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
     * Writes all of it, or nothing.
     *
     * @param durable whether it must survive a power failure once this has returned
     * @param committed runs before anybody else can read, so that nobody sees a change both in the
     *     file and as waiting
     */
    Deliveries.News write(boolean durable, Work work, Runnable committed) throws SQLException {
        connectionLock.lock();
        try {
            parts.tables().begin(durable);
            if (stale) {
                // Whether a commit that failed took effect is known by the file alone.
                parts.deliveries().reload();
                stale = false;
            }
            work.run(parts);
            parts.deliveries().beforeCommit();
            parts.tables().commit();
            committed.run();
            return parts.deliveries().committed();
        } catch (SQLException | RuntimeException e) {
            parts.tables().rollback(e);
            parts.deliveries().rolledBack();
            stale = true;
            throw e;
        } finally {
            connectionLock.unlock();
        }
    }

    /**
     * Writes all of it, or nothing, for somebody who has the connection's lock and waits for the
     * disk. Must not change deliveries.
     */
    <T> T change(SqliteDeliveries.Query<T> work) throws SQLException {
        try {
            parts.tables().begin(true);
            T result = work.run();
            parts.tables().commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            parts.tables().rollback(e);
            throw e;
        }
    }
}
