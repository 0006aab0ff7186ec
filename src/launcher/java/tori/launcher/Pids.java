package tori.launcher;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.Optional;

/** Process ids on any Java: the API for them came with 9. Any thread. */
final class Pids {

    /** Stands for a process whose id this Java does not tell. */
    static final long UNKNOWN = -1;

    private Pids() {}

    /** The id of this process, or {@link #UNKNOWN}. */
    static long own() {
        try {
            Class<?> handle = Class.forName("java.lang.ProcessHandle");
            Object current = handle.getMethod("current").invoke(null);
            return (Long) handle.getMethod("pid").invoke(current);
        } catch (ReflectiveOperationException e) {
            return ownBeforeNine();
        }
    }

    private static long ownBeforeNine() {
        try {
            String pidAtHost = ManagementFactory.getRuntimeMXBean().getName();
            return Long.parseLong(pidAtHost.split("@", 2)[0]);
        } catch (LinkageError | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** Whether there is such a process, as far as this Java can tell. */
    static boolean mayBeAlive(long pid) {
        try {
            Class<?> handle = Class.forName("java.lang.ProcessHandle");
            Object found = handle.getMethod("of", long.class).invoke(null, pid);
            return ((Optional<?>) found).isPresent();
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** The id of {@code process}, or {@link #UNKNOWN}. */
    static long of(Process process) {
        try {
            return (Long) Process.class.getMethod("pid").invoke(process);
        } catch (ReflectiveOperationException e) {
            return ofBeforeNine(process);
        }
    }

    private static long ofBeforeNine(Process process) {
        try {
            Field pid = process.getClass().getDeclaredField("pid");
            pid.setAccessible(true);
            return ((Number) pid.get(process)).longValue();
        } catch (ReflectiveOperationException e) {
            return UNKNOWN; // Windows, which has no signals to send either
        }
    }
}
