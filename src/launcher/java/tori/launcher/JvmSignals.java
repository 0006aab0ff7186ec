package tori.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What this JVM does with signals. By reflection: the JDK has no supported way to hear of them.
 * Stateless, any thread.
 */
final class JvmSignals {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private JvmSignals() {}

    /**
     * Runs something for each such signal from now on, on a thread of its own.
     *
     * @return what was done before, for {@link #restore}; null if the JVM was told to leave the
     *     signal alone, or cannot
     */
    static Object handle(String name, Runnable action) {
        InvocationHandler invocations =
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "handle":
                            action.run();
                            return null;
                        case "equals":
                            return proxy == arguments[0];
                        case "hashCode":
                            return System.identityHashCode(proxy);
                        default:
                            return "what tori does at " + name;
                    }
                };
        try {
            return restore(
                    name,
                    Proxy.newProxyInstance(
                            JvmSignals.class.getClassLoader(),
                            new Class<?>[] {Class.forName(HANDLER)},
                            invocations));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Has the system do what it does by itself, which is to end the process mostly. */
    static Object leaveToSystem(String name) {
        try {
            return restore(name, Class.forName(HANDLER).getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Has the JVM do what it did before; returns what it did until now, or null as above. */
    static Object restore(String name, Object handler) {
        try {
            Class<?> signals = Class.forName(SIGNAL);
            return signals.getMethod("handle", signals, Class.forName(HANDLER))
                    .invoke(null, signal(name), handler);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Sends this process a signal that it handles. */
    static void raise(String name) {
        try {
            Class<?> signals = Class.forName(SIGNAL);
            signals.getMethod("raise", signals).invoke(null, signal(name));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    }
}
