package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * A native library of half a kilobyte with the one system call that the launcher makes: {@code
 * execve}. Written by this class beside the archive and loaded from there at the next start, which
 * takes a millisecond, where the JVM's linker takes sixty. There is one for Linux on x86-64; where
 * there is none the linker does the same. Main thread, and the thread that makes the archive.
 */
final class SystemCallLibrary {

    private static final String NAME = "tori-execve-x86_64.so";

    private static final Path ENVIRONMENT = Paths.get("/proc/self/environ");

    /** What the library's functions are called; see {@link #addressOf} and {@link #execve}. */
    private static final String SYMBOL = "Java_tori_launcher_SystemCallLibrary_";

    /** {@code return (*environment)->GetDirectBufferAddress(environment, buffer)}. */
    private static final int[] ADDRESS_OF = {
        0x48, 0x89, 0xd6, // mov rsi, rdx
        0x48, 0x8b, 0x07, // mov rax, [rdi]
        0xff, 0xa0, 0x30, 0x07, 0x00, 0x00, // jmp [rax + 8 * 230]
    };

    /** {@code return syscall(SYS_execve, path, argv, envp)}. */
    private static final int[] EXECVE = {
        0x48, 0x89, 0xd7, // mov rdi, rdx
        0x48, 0x89, 0xce, // mov rsi, rcx
        0x4c, 0x89, 0xc2, // mov rdx, r8
        0xb8, 0x3b, 0x00, 0x00, 0x00, // mov eax, 59
        0x0f, 0x05, // syscall
        0xc3, // ret
    };

    private static final int PAGE_BYTES = 0x1000;

    private SystemCallLibrary() {}

    /** Where memory outside the heap lies. Only after {@link #prepare}. */
    private static native long addressOf(ByteBuffer buffer);

    /** Returns only if it fails, with the negative number of the error. */
    private static native int execve(long path, long arguments, long environment);

    /** Whether there is one for this machine. */
    static boolean isForThisMachine() {
        return System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").equals("amd64");
    }

    /** What is in the folder, if it is ours byte for byte, or null. */
    static @Nullable Path find(@Nullable Path folder) {
        if (folder == null || !isForThisMachine()) {
            return null;
        }
        Path file = folder.toAbsolutePath().resolve(NAME);
        try {
            return Arrays.equals(Files.readAllBytes(file), image()) ? file : null;
        } catch (IOException e) {
            return null; // there is none, or none for us
        }
    }

    /**
     * Puts it into the folder, if there is one for this machine.
     *
     * @param temporary in the same folder
     */
    static void write(Path folder, Path temporary) throws IOException {
        if (isForThisMachine() && find(folder) == null) {
            Files.write(temporary, image());
            Files.move(temporary, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** A program with its arguments, ready to be gone on as. */
    static final class Prepared {

        /** Referred to as long as the addresses are in use. */
        private final ByteBuffer memory;

        private final long path;
        private final long arguments;
        private final long environment;

        private Prepared(ByteBuffer memory, long path, long arguments, long environment) {
            this.memory = memory;
            this.path = path;
            this.arguments = arguments;
            this.environment = environment;
        }

        /** Becomes the program; returns only if the system refuses. */
        void execute() {
            int refused = execve(path, arguments, environment);
            assert refused < 0 && memory.isDirect();
        }
    }

    /**
     * Loads the library and lays out program, arguments and environment as the system wants them.
     *
     * @param arguments the program's file first, each without the zero that ends it
     * @throws IOException if the environment cannot be read
     * @throws UnsatisfiedLinkError if the library cannot be loaded
     */
    static Prepared prepare(Path library, List<byte[]> arguments) throws IOException {
        byte[] environment = Files.readAllBytes(ENVIRONMENT);
        System.load(library.toString());
        int variables = 0;
        for (byte each : environment) {
            variables += each == 0 ? 1 : 0;
        }
        int pointers = (arguments.size() + 1 + variables + 1) * Long.BYTES;
        int text = environment.length + 1; // it should end with a zero of its own
        for (byte[] argument : arguments) {
            text += argument.length + 1;
        }
        ByteBuffer memory =
                ByteBuffer.allocateDirect(pointers + text).order(ByteOrder.nativeOrder());
        long base = addressOf(memory);
        int offset = pointers;
        int slot = 0;
        for (byte[] argument : arguments) {
            memory.putLong(slot, base + offset);
            memory.position(offset);
            memory.put(argument);
            offset += argument.length + 1; // memory is zero to begin with
            slot += Long.BYTES;
        }
        slot += Long.BYTES; // a null ends the list
        long environmentList = base + slot;
        memory.position(offset);
        memory.put(environment);
        boolean begins = true;
        for (int i = 0; i < environment.length; i++) {
            if (begins && slot < pointers - Long.BYTES) {
                memory.putLong(slot, base + offset + i);
                slot += Long.BYTES;
            }
            begins = environment[i] == 0;
        }
        return new Prepared(memory, base + pointers, base, environmentList);
    }

    /**
     * The library as a file of the form ELF: header, what to map (code; the dynamic section once
     * more, so that it can be written to), symbols and their names, code.
     */
    static byte[] image() {
        byte[] names =
                ("\0" + SYMBOL + "addressOf\0" + SYMBOL + "execve\0")
                        .getBytes(StandardCharsets.US_ASCII);
        int addressName = 1;
        int execveName = addressName + SYMBOL.length() + "addressOf".length() + 1;
        int programs = 64;
        int dynamic = programs + 4 * 56;
        int dynamicBytes = 6 * 16;
        int symbols = dynamic + dynamicBytes;
        int hash = symbols + 3 * 24;
        int code = hash + 6 * 4;
        int execveCode = code + ADDRESS_OF.length;
        int strings = execveCode + EXECVE.length;
        int size = strings + names.length;

        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 3).putShort((short) 62).putInt(1); // a shared object, x86-64
        file.putLong(0).putLong(programs).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 4);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        program(file, 1, 5, 0, 0, size, PAGE_BYTES); // load, to be read and run
        program(file, 1, 6, dynamic, PAGE_BYTES + dynamic, dynamicBytes, PAGE_BYTES);
        program(file, 2, 6, dynamic, PAGE_BYTES + dynamic, dynamicBytes, Long.BYTES);
        program(file, 0x6474e551, 6, 0, 0, 0, 16); // the stack is not to be run
        file.putLong(4).putLong(hash);
        file.putLong(5).putLong(strings);
        file.putLong(6).putLong(symbols);
        file.putLong(10).putLong(names.length);
        file.putLong(11).putLong(24);
        file.putLong(0).putLong(0);
        file.put(new byte[24]);
        symbol(file, addressName, code, ADDRESS_OF.length);
        symbol(file, execveName, execveCode, EXECVE.length);
        file.putInt(1).putInt(3).putInt(1).putInt(0).putInt(2).putInt(0); // one bucket: 1, 2
        for (int each : ADDRESS_OF) {
            file.put((byte) each);
        }
        for (int each : EXECVE) {
            file.put((byte) each);
        }
        file.put(names);
        return file.array();
    }

    private static void program(
            ByteBuffer file,
            int type,
            int flags,
            long offset,
            long address,
            long size,
            long align) {
        file.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
        file.putLong(size).putLong(size).putLong(align);
    }

    private static void symbol(ByteBuffer file, int name, long address, long size) {
        // A function for all, in a section that is not none.
        file.putInt(name).put((byte) 0x12).put((byte) 0).putShort((short) 1);
        file.putLong(address).putLong(size);
    }
}
