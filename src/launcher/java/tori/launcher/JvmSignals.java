package tori.launcher;

import java.lang.reflect.InvocationHandler;
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
     * @return what was done before; null if the JVM was told to leave the signal alone, or cannot
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
            return install(
                    name,
                    Proxy.newProxyInstance(
                            JvmSignals.class.getClassLoader(),
                            new Class<?>[] {Class.forName(HANDLER)},
                            invocations));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Object install(String name, Object handler) {
        try {
            Class<?> signals = Class.forName(SIGNAL);
            return signals.getMethod("handle", signals, Class.forName(HANDLER))
                    .invoke(null, signal(name), handler);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    }
}
