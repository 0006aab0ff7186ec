package tori;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Whether the heap has room to read a configuration beside the one in force. Used under the
 * reload's lock.
 *
 * <p>Without that, the JVM would not fail: it would collect garbage for minutes, and nothing would
 * be polled meanwhile.
 */
final class Headroom {

    /**
     * What reading takes at its peak for each byte of the file, with sites of a line each; see
     * src/docs/configuration.md.
     */
    private static final long HEAP_PER_BYTE = 50;

    /** Small enough for any heap that tori starts with; nothing is looked at. */
    private static final long SMALL_BYTES = 256 * 1024;

    private static final long MEBIBYTE = 1 << 20;

    private final LongSupplier freeBytes;
    private final Runnable collect;

    /**
     * @param freeBytes how much may still be allocated; garbage may count as taken
     * @param collect has garbage collected
     */
    Headroom(LongSupplier freeBytes, Runnable collect) {
        this.freeBytes = freeBytes;
        this.collect = collect;
    }

    /** That of this JVM. */
    static Headroom ofThisJvm() {
        Runtime runtime = Runtime.getRuntime();
        return new Headroom(
                () -> runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory(),
                // One pause instead of hundreds, and only where there is little room.
                runtime::gc);
    }

    /**
     * Why a file of this size cannot be read now, in a sentence; null if it can.
     *
     * @param fileBytes its size
     */
    @Nullable String lack(long fileBytes) {
        if (fileBytes <= SMALL_BYTES) {
            return null;
        }
        long needed = fileBytes * HEAP_PER_BYTE;
        if (freeBytes.getAsLong() < needed) {
            collect.run();
        }
        long free = freeBytes.getAsLong();
        return free >= needed
                ? null
                : String.format(
                        Locale.ROOT,
                        "is %.1f MiB, and reading that takes about %d MiB of heap beside what tori"
                                + " uses, of which %d MiB are left; give it more with -Xmx, or"
                                + " restart tori to have the file read",
                        (double) fileBytes / MEBIBYTE,
                        needed / MEBIBYTE,
                        free / MEBIBYTE);
    }
}
