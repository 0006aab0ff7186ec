package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Hears the signals of the operating system; handlers run on a thread of the JVM and must return
 * soon. Goes through {@code sun.misc.Signal} by reflection: the JDK offers no supported way to hear
 * SIGHUP, and without a handler it ends the process.
 */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Calls the handler whenever the signal arrives.
     *
     * @param name without the SIG, such as {@code HUP}; one that this system does not know is
     *     passed over with a log line
     */
    static void on(String name, Runnable handler) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            InvocationHandler invocation =
                    (proxy, method, arguments) -> answer(proxy, method, arguments, handler);
            Object proxy =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlerClass},
                            invocation);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("SIG{} cannot be heard on this system", name);
        }
    }

    private static Object answer(
            Object proxy, Method method, Object[] arguments, Runnable handler) {
        return switch (method.getName()) {
            case "handle" -> {
                handler.run();
                yield proxy;
            }
            case "equals" ->
                    System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signal handler";
        };
    }
}
