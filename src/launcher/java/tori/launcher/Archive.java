package tori.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The file with tori's classes as the JVM wants them in memory (an AOT cache, JEP 514), made for
 * one jar, one Java and one set of options: its name says which. Beside it lies its checksum, for
 * the JVM believes what it maps, and a damaged file would end it. Immutable; any thread.
 */
final class Archive {

    private static final String PREFIX = "tori-";
    private static final String SUFFIX = ".aot";
    private static final String CHECKSUM = ".crc";

    /** Others' permission to write. */
    private static final int WRITABLE_BY_OTHERS = 0022;

    /** More than any file system's clock is behind. */
    private static final long SETTLED_MILLIS = 3_000;

    private static final int CHUNK_BYTES = 1 << 20;

    /** What {@link #temporary} names; the number is the id of who makes it. */
    private static final String PART =
            "tori-[0-9a-f]{16}\\.aot\\.(\\d{1,18})\\.(notes|made|library|sum)";

    private final Path file;

    Archive(Path file) {
        this.file = file;
    }

    /**
     * What the archive of this jar, Java and options is called.
     *
     * @param home the Java's folder
     * @param options all of them, in their order
     * @param environment may hold more of them
     * @throws IOException if jar or Java cannot be looked at
     */
    static String name(Path jar, Path home, List<String> options, Map<String, String> environment)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path part : new Path[] {jar, home.resolve("lib/modules"), home.resolve("release")}) {
            text.append(part.toRealPath())
                    .append('\n')
                    .append(Files.size(part))
                    .append('\n')
                    // Seconds, as the JVM looks at them: images of containers keep no more.
                    .append(Files.getLastModifiedTime(part).to(TimeUnit.SECONDS))
                    .append('\n');
        }
        text.append(options);
        for (String variable : JvmOptions.INHERITED) {
            text.append('\n').append(environment.getOrDefault(variable, ""));
        }
        long hash = 0xcbf29ce484222325L; // FNV-1a: a stranger's archive the JVM refuses by itself
        for (byte part : text.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (part & 0xff)) * 0x100000001b3L;
        }
        return PREFIX + sixteenDigits(hash) + SUFFIX;
    }

    /** As a format would write it, which takes this start longer than all the rest of the name. */
    private static String sixteenDigits(long hash) {
        String digits = Long.toHexString(hash);
        return "0000000000000000".substring(digits.length()) + digits;
    }

    /** The folders that may hold archives: the jar's, then the user's own. */
    static List<Path> folders(Path jar, Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        Path beside = jar.toAbsolutePath().getParent();
        if (beside != null) {
            folders.add(beside);
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (cache.startsWith("/")) {
            folders.add(Paths.get(cache, "tori"));
        } else if (home.startsWith("/")) {
            boolean mac = System.getProperty("os.name", "").startsWith("Mac");
            folders.add(Paths.get(home, mac ? "Library/Caches/tori" : ".cache/tori"));
        }
        return folders;
    }

    /**
     * The archive of that name that is whole and that nobody else can have written, or null.
     *
     * @param flaws to which is added, as a sentence, why one that is there cannot be used
     */
    static @Nullable Archive find(String name, List<Path> folders, List<String> flaws) {
        for (Path folder : folders) {
            Archive archive = new Archive(folder.resolve(name));
            if (Files.isRegularFile(archive.file)) {
                String flaw = archive.flaw(folder);
                if (flaw == null) {
                    return archive;
                }
                flaws.add("does not use " + archive + ": " + flaw);
            }
        }
        return null;
    }

    /**
     * Where an archive of that name can be made, or null if nowhere. The folder of the user is
     * created if need be.
     */
    static @Nullable Archive place(String name, List<Path> folders) {
        for (Path folder : folders) {
            try {
                if (!folder.equals(folders.get(0))) {
                    Files.createDirectories(folder);
                }
                if (isOurs(folder) && Files.isWritable(folder)) {
                    return new Archive(folder.resolve(name));
                }
            } catch (IOException e) {
                continue; // the next folder, or none
            }
        }
        return null;
    }

    /** Why it is as good as none, or null. */
    private @Nullable String flaw(Path folder) {
        Path checksum = checksum(file);
        try {
            for (Path path : new Path[] {folder, file, checksum}) {
                if (!Files.exists(path)) {
                    return "there is no " + path;
                }
                if (!isOurs(path)) {
                    return "others may write " + path;
                }
            }
            String noted = new String(Files.readAllBytes(checksum), StandardCharsets.US_ASCII);
            String stamp = stamp(file);
            int end = noted.indexOf('\n') + 1;
            if (noted.substring(end).equals(stamp)) {
                return null; // nobody has written to it since its checksum was compared
            }
            String sum = sum(file);
            if (!noted.startsWith(sum.substring(0, sum.indexOf(' ') + 1))) {
                return "it is not as long as it was made";
            }
            if (!noted.substring(0, end).equals(sum)) {
                return "its checksum differs";
            }
            note(sum, stamp);
            return null;
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }

    /** Which file it is and when it was written to: any change to it changes this. */
    private static String stamp(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size,ctime");
        FileTime changed = (FileTime) attributes.get("ctime");
        return attributes.get("ino")
                + " "
                + attributes.get("size")
                + " "
                + changed.to(TimeUnit.NANOSECONDS)
                + "\n";
    }

    /**
     * Writes down that the checksum was right, so that the next start need not read all of it. Not
     * while the clock of files may still show what it showed then: it advances in steps.
     */
    private void note(String sum, String stamp) {
        Path made = temporary("sum");
        try {
            FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
            Files.write(made, (sum + stamp).getBytes(StandardCharsets.US_ASCII));
            boolean settled = modified(made).toMillis() - changed.toMillis() > SETTLED_MILLIS;
            if (settled && isOurs(made)) {
                Files.move(made, checksum(file), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(made);
            }
        } catch (IOException e) {
            return; // then it is read again the next time
        }
    }

    /** Puts the library beside it, where there is one for this machine. */
    void addLibrary() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            SystemCallLibrary.write(folder, temporary("library"));
        }
    }

    /** The library beside it, if nobody else can have written that, or null. */
    @Nullable Path library() {
        Path library = SystemCallLibrary.find(file.getParent());
        try {
            return library != null && isOurs(library) ? library : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether nobody but us and root can have written it. */
    private static boolean isOurs(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode");
        int uid = (Integer) attributes.get("uid");
        int mode = (Integer) attributes.get("mode");
        return (mode & WRITABLE_BY_OTHERS) == 0 && (uid == 0 || uid == ownUid());
    }

    private static int ownUid() throws IOException {
        Path self = Paths.get("/proc/self");
        Path ours = Files.exists(self) ? self : Paths.get(System.getProperty("user.home"));
        return (Integer) Files.getAttribute(ours, "unix:uid");
    }

    private static String sum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk) >= 0) {
                chunk.flip();
                size += chunk.remaining();
                crc.update(chunk);
                chunk.clear();
            }
        }
        return size + " " + Long.toHexString(crc.getValue()) + "\n";
    }

    private static Path checksum(Path file) {
        return file.resolveSibling(file.getFileName() + CHECKSUM);
    }

    /** The file to name to the JVM. */
    Path file() {
        return file;
    }

    /** Where its parts are made, in the same folder. */
    Path temporary(String what) {
        return file.resolveSibling(file.getFileName() + "." + Pids.own() + "." + what);
    }

    /**
     * Puts a finished file in place, its checksum first, and removes those that have not been made
     * for long, as of jars before this one.
     *
     * @param keep as many remain, this one included
     */
    void adopt(Path made, int keep) throws IOException {
        Path sum = temporary("sum");
        Files.write(sum, sum(made).getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(sum, checksum(file), StandardCopyOption.ATOMIC_MOVE);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        Path folder = file.getParent();
        if (folder != null) {
            removeOld(folder, keep);
        }
    }

    /**
     * Removes the parts that were left in the folder by makers that were ended before they could
     * clean up. The id of an ended one may be somebody else's by now, so that an age of an hour,
     * where making takes minutes, decides as well.
     *
     * @param now the time, as files are dated
     */
    void removeAbandoned(FileTime now) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            return;
        }
        Pattern named = Pattern.compile(PART);
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(folder, PREFIX + "????????????????" + SUFFIX + ".*.*")) {
            for (Path part : stream) {
                Matcher name = named.matcher(part.getFileName().toString());
                if (name.matches()
                        && (isOld(part, now) || !Pids.mayBeAlive(Long.parseLong(name.group(1))))) {
                    abandoned.add(part);
                }
            }
        }
        for (Path part : abandoned) {
            Files.deleteIfExists(part);
        }
    }

    private static boolean isOld(Path part, FileTime now) {
        return now.toMillis() - modified(part).toMillis() > TimeUnit.HOURS.toMillis(1);
    }

    private static void removeOld(Path folder, int keep) throws IOException {
        List<Path> archives = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(folder, PREFIX + "????????????????" + SUFFIX)) {
            stream.forEach(archives::add);
        }
        Collections.sort(archives, (a, b) -> modified(b).compareTo(modified(a)));
        for (Path old : archives.subList(Math.min(keep, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
            Files.deleteIfExists(checksum(old));
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
