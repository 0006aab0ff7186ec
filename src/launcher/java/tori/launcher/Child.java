package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * The tori that runs on the newer Java, kept as if it were this process: same streams, signals
 * handed on, same exit status. {@link #run} belongs to the main thread; the JVM brings signals on
 * threads of its own.
 *
 * <p>A terminal sends Ctrl-C to both processes, so that the child may see one INT twice. On Windows
 * it always does, and there is nothing to hand on.
 */
final class Child {

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final List<String> command;
    private final List<String> early = new ArrayList<>();
    private @Nullable Process process;

    Child(List<String> command) {
        this.command = command;
    }

    /**
     * Starts the child and waits for its end.
     *
     * @return its exit status; 128 + n if signal n ended it
     * @throws IOException if it cannot be started
     */
    int run() throws IOException, InterruptedException {
        for (String signal : new String[] {"TERM", "INT", "HUP"}) {
            handle(signal);
        }
        Process started = new ProcessBuilder(command).inheritIO().start();
        synchronized (this) {
            process = started;
            for (String signal : early) {
                send(signal, started);
            }
        }
        return started.waitFor();
    }

    private synchronized void received(String signal) {
        if (process == null) {
            early.add(signal);
        } else {
            send(signal, process);
        }
    }

    /** Calls {@link #received} for each such signal, in place of what the JVM does by itself. */
    private void handle(String signal) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocations =
                    (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle":
                                received(signal);
                                return null;
                            case "equals":
                                return proxy == arguments[0];
                            case "hashCode":
                                return System.identityHashCode(proxy);
                            default:
                                return "relay of " + signal;
                        }
                    };
            Object handler =
                    Proxy.newProxyInstance(
                            Child.class.getClassLoader(),
                            new Class<?>[] {handlerClass},
                            invocations);
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(
                            null,
                            signalClass.getConstructor(String.class).newInstance(signal),
                            handler);
        } catch (ReflectiveOperationException e) {
            // No such signal here, or -Xrs keeps them: then this process ends by it, and the child
            // sees that and ends as well.
            return;
        }
    }

    private static void send(String signal, Process process) {
        if (WINDOWS) {
            return;
        }
        long pid = Pids.of(process);
        try {
            if (pid == Pids.UNKNOWN) {
                throw new IOException("its process id is unknown");
            }
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + pid)
                    .redirectError(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            if ("HUP".equals(signal)) {
                System.err.println("tori could not hand on " + signal + ": " + e.getMessage());
            } else {
                process.destroy(); // the orderly end is asked for, and this is the other way to ask
            }
        }
    }
}
