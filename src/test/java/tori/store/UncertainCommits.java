package tori.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * A connection some of whose commits fail on the thread {@code tori-store}, half of them after they
 * took effect: of a disk that fails, or of a server whose connection breaks. Used behind the
 * store's lock.
 */
final class UncertainCommits {

    private final Random random;

    UncertainCommits(long seed) {
        random = new Random(seed);
    }

    Connection over(Connection connection) {
        return proxy(
                Connection.class,
                (_, method, arguments) -> {
                    if (method.getName().equals("commit") && isWriter()) {
                        commitOverABreakingWire(connection);
                        return null;
                    }
                    Object result = invoke(connection, method, arguments);
                    return result instanceof Statement statement
                                    && method.getName().equals("createStatement")
                                    && isWriter()
                            ? over(statement)
                            : result;
                });
    }

    private static boolean isWriter() {
        return Thread.currentThread().getName().equals("tori-store");
    }

    private void commitOverABreakingWire(Connection connection) throws SQLException {
        int chance = random.nextInt(6);
        if (chance != 0) {
            connection.commit();
        }
        if (chance <= 1) {
            connection.close();
            throw new SQLException("the connection broke while it committed", "08006");
        }
    }

    private Statement over(Statement statement) {
        return proxy(
                Statement.class,
                (_, method, arguments) -> {
                    boolean commit = arguments != null && "COMMIT".equals(arguments[0]);
                    int chance = commit ? random.nextInt(6) : 6;
                    if (chance == 0) {
                        throw new SQLException("the disk failed before the commit");
                    }
                    Object result = invoke(statement, method, arguments);
                    if (chance == 1) {
                        throw new SQLException("the disk failed after the commit");
                    }
                    return result;
                });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
