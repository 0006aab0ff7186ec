package tori.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that can be filled to the last byte: a file system in memory of a few megabytes where this
 * machine lets one be mounted, else a process that is let write no further into any file.
 */
abstract sealed class SmallDisk implements AutoCloseable {

    /** Makes the folder one, or merely creates it. */
    static SmallDisk at(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean limited = Boolean.getBoolean("chaos.limit");
        return !limited && run("mount", "-t", "tmpfs", "-o", "size=16m", "tori", folder.toString())
                ? new Mounted(folder)
                : new Limited();
    }

    /** There is no more room for what this process writes. */
    abstract void fill(long pid) throws IOException, InterruptedException;

    /** There is room again. */
    abstract void free(long pid) throws IOException, InterruptedException;

    @Override
    public abstract void close() throws IOException, InterruptedException;

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no such program here.
            return false;
        }
    }

    private static final class Mounted extends SmallDisk {

        private final Path folder;

        private Mounted(Path folder) {
            this.folder = folder;
        }

        private Path ballast() {
            return folder.resolve("ballast");
        }

        @Override
        void fill(long pid) throws IOException {
            try (OutputStream out = Files.newOutputStream(ballast())) {
                byte[] page = new byte[4_096];
                while (true) {
                    out.write(page);
                }
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("No space left")) {
                    throw e;
                }
            }
        }

        @Override
        void free(long pid) throws IOException {
            Files.deleteIfExists(ballast());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            if (!run("umount", folder.toString())) {
                throw new IOException(folder + " cannot be unmounted");
            }
        }
    }

    private static final class Limited extends SmallDisk {

        @Override
        void fill(long pid) throws IOException, InterruptedException {
            limit(pid, "1");
        }

        @Override
        void free(long pid) throws IOException, InterruptedException {
            limit(pid, "unlimited");
        }

        private static void limit(long pid, String bytes) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("prlimit", "--pid"));
            command.addAll(List.of(Long.toString(pid), "--fsize=" + bytes + ":unlimited"));
            if (!run(command.toArray(String[]::new))) {
                throw new IOException(
                        "this machine neither mounts a small file system (as root) nor has"
                                + " prlimit: no disk can be made full here");
            }
        }

        @Override
        public void close() {
            // The limit ends with the process.
        }
    }
}
