package tori.peers.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Where the figures were taken. Immutable.
 *
 * @param jdk version and vendor
 * @param system its name and version
 * @param processors the JVM may use
 * @param processor model
 * @param fileSystem of the stores
 * @param fsyncMicros median of writing 4 KiB and waiting for the disk, the price of one commit
 * @param load average of the last minute, at the start
 */
public record Machine(
        String jdk,
        String system,
        int processors,
        String processor,
        String fileSystem,
        long fsyncMicros,
        String load) {

    private static final int SYNCS = 501;

    /**
     * Looks at this machine.
     *
     * @throws IOException when the folder is in memory, where a sync costs nothing
     */
    static Machine here(Path folder) throws IOException {
        String fileSystem = Files.getFileStore(folder).type();
        if (fileSystem.equals("tmpfs")) {
            throw new IOException(
                    folder + " is in memory; name a folder on a disk: -Djava.io.tmpdir=…");
        }
        return new Machine(
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                fileSystem,
                fsyncMicros(folder),
                line("/proc/loadavg"));
    }

    private static long fsyncMicros(Path folder) throws IOException {
        Path file = folder.resolve("fsync");
        long[] nanos = new long[SYNCS];
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(nanos);
        return nanos[SYNCS / 2] / 1_000;
    }

    private static String field(String file, String name) throws IOException {
        if (!Files.exists(Path.of(file))) {
            return "unknown";
        }
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String line(String file) throws IOException {
        return Files.exists(Path.of(file)) ? Files.readString(Path.of(file)).strip() : "unknown";
    }
}
