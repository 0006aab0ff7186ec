package tori.network;

import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Makes pools of connections that look for idle ones to close at most once a second. OkHttp's own
 * do after every exchange, which wakes a thread each time to walk through all connections: a tenth
 * of what an alert costs. Stateless, any thread.
 *
 * <p>OkHttp calls the constructor that allows for that internal. Should a later version not have it
 * any more, a pool made the usual way does the same for more.
 */
public final class ConnectionPools {

    private ConnectionPools() {}

    /**
     * A pool that is looked after by a virtual thread while it holds connections.
     *
     * @param maxIdle more idle connections than these are closed within about a second
     * @param keepAlive idle for so long, and about a second at most, a connection is closed
     */
    public static ConnectionPool keeping(int maxIdle, Duration keepAlive) {
        TaskRunner looking =
                new TaskRunner(new RestingBackend(), Logger.getLogger(TaskRunner.class.getName()));
        return new ConnectionPool(
                maxIdle,
                keepAlive.toMillis(),
                TimeUnit.MILLISECONDS,
                looking,
                ConnectionListener.Companion.getNONE());
    }
}
