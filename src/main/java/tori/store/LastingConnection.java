package tori.store;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A connection that outlives those to the server beneath it: a statement prepared on it is prepared
 * anew when it is next used after another one has taken over. So whoever holds statements need not
 * know that connections break. Used by whoever has the lock of the connection.
 *
 * <p>Also writes texts as PostgreSQL takes them, which has no character of the number 0.
 */
final class LastingConnection {

    private final Connection connection =
            proxy(Connection.class, (proxy, method, arguments) -> ofConnection(method, arguments));

    private volatile Connection current;
    private volatile boolean suspect;

    /** How many connections there were before the current one. */
    private int generation;

    LastingConnection(Connection first) {
        this.current = first;
    }

    /** What to prepare statements on. */
    Connection connection() {
        return connection;
    }

    /** The one beneath it. */
    Connection current() {
        return current;
    }

    /** Another one takes over. */
    void use(Connection next) {
        current = next;
        generation++;
        suspect = false;
    }

    /** Whether something failed that may have broken it. */
    boolean isSuspect() {
        return suspect;
    }

    /** It was asked and answered. */
    void trusted() {
        suspect = false;
    }

    private @Nullable Object ofConnection(Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("prepareStatement")
                && arguments != null
                && arguments.length == 1
                && arguments[0] instanceof String sql) {
            return proxy(PreparedStatement.class, new Prepared(sql));
        }
        return call(current, method, arguments);
    }

    /** One statement, on whichever connection there is. */
    private final class Prepared implements InvocationHandler {

        private final String sql;
        private @Nullable PreparedStatement statement;
        private int preparedIn;

        private Prepared(String sql) {
            this.sql = sql;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return call(this, method, arguments);
            }
            if (method.getName().equals("setString")
                    && arguments != null
                    && arguments[1] instanceof String text) {
                arguments[1] = text.replace('\0', '\uFFFD');
            }
            return call(prepared(), method, arguments);
        }

        private PreparedStatement prepared() throws SQLException {
            PreparedStatement prepared = statement;
            if (prepared == null || preparedIn != generation) {
                prepared = current.prepareStatement(sql);
                statement = prepared;
                preparedIn = generation;
            }
            return prepared;
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SQLException failure && PostgresReasons.isBroken(failure)) {
                suspect = true;
            }
            throw cause == null ? e : cause;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
