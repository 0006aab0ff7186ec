package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets this process go on as another program, with the same id, parent, streams and environment.
 * What of the launcher needs Java 22; found by its name. Main thread only.
 */
final class ProcessImage {

    private ProcessImage() {}

    /**
     * Becomes the program; returns only if the system refuses.
     *
     * @param arguments the program's file first, each without the zero that ends it
     * @param library a {@link SystemCallLibrary} that is whole; without one the JVM's linker does
     *     the same, which takes it 60 ms
     */
    static void replace(List<byte[]> arguments, @Nullable Path library) throws Throwable {
        if (library == null || !replaceBy(library, arguments)) {
            replaceByLinker(arguments);
        }
    }

    /** False where the library cannot be loaded, as from a folder without programs. */
    private static boolean replaceBy(Path library, List<byte[]> arguments) throws Throwable {
        SystemCallLibrary.Prepared prepared;
        try {
            prepared = SystemCallLibrary.prepare(library, arguments);
        } catch (IOException | LinkageError e) {
            return false;
        }
        SignalHandover signals = SignalHandover.begin();
        prepared.execute();
        signals.undo();
        return true;
    }

    private static void replaceByLinker(List<byte[]> arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        // Addresses as numbers: the arena keeps what they point to.
        MethodHandle execv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("execv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            int size = arguments.stream().mapToInt(argument -> argument.length + 1).sum();
            MemorySegment text = arena.allocate(size);
            long[] addresses = new long[arguments.size() + 1];
            long offset = 0;
            for (int i = 0; i < arguments.size(); i++) {
                byte[] argument = arguments.get(i);
                MemorySegment.copy(
                        argument, 0, text, ValueLayout.JAVA_BYTE, offset, argument.length);
                addresses[i] = text.address() + offset;
                offset += argument.length + 1L;
            }
            MemorySegment list = arena.allocate(addresses.length * (long) Long.BYTES, Long.BYTES);
            MemorySegment.copy(addresses, 0, list, ValueLayout.JAVA_LONG, 0, addresses.length);
            SignalHandover signals = SignalHandover.begin();
            int refused = (int) execv.invokeExact(text.address(), list.address());
            assert refused == -1;
            signals.undo();
        }
    }
}
