package tori.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ArchiveTest {

    private static final String NAME = "tori-0123456789abcdef.aot";

    @TempDir Path temporary;
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final List<String> flaws = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void createFolder() throws IOException {
        assumeTrue(File.separatorChar == '/', "skipped: needs permissions as Unix has them");
        folder = Files.createDirectory(temporary.resolve("folder"));
        permit(folder, "rwxr-xr-x");
    }

    @Test
    void shouldFindWhatItAdopted() throws IOException {
        Archive made = adopt(NAME, "content");

        Archive found =
                Objects.requireNonNull(Archive.find(NAME, List.of(temporary, folder), flaws));

        assertThat(found.file()).isEqualTo(made.file()).hasContent("content");
        assertThat(names()).containsExactly(NAME, NAME + ".crc");
    }

    @Test
    void shouldNotUseADamagedOne() throws IOException {
        Archive archive = adopt(NAME, "content");

        Files.writeString(archive.file(), "c0ntent");
        assertThat(find()).isNull();
        Files.writeString(archive.file(), "cont");
        assertThat(find()).isNull();
        Files.writeString(archive.file(), "content");
        assertThat(find()).isNotNull();
        Files.delete(folder.resolve(NAME + ".crc"));
        assertThat(find()).isNull();
    }

    @Test
    void shouldNotReadAgainWhatNobodyHasWrittenTo() throws Exception {
        Archive archive = adopt(NAME, "content");
        Path checksum = folder.resolve(NAME + ".crc");
        String made = Files.readString(checksum);

        assertThat(find()).isNotNull();
        assertThat(checksum).as("another write could have the same date").hasContent(made);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> find() != null && !Files.readString(checksum).equals(made));
        assertThat(checksum).content().startsWith(made);
        String compared = Files.readString(checksum);
        Files.writeString(checksum, compared.replace(made, "7 0\n"));
        permit(checksum, "rw-r--r--");
        assertThat(find()).as("the checksum itself is not compared").isNotNull();

        FileTime date = Files.getLastModifiedTime(archive.file());
        Files.writeString(archive.file(), "c0ntent");
        Files.setLastModifiedTime(archive.file(), date);
        Files.writeString(checksum, compared);
        assertFlaw("does not use " + archive + ": its checksum differs");
    }

    @Test
    void shouldNotUseWhatOthersCanWrite() throws IOException {
        Archive archive = adopt(NAME, "content");

        for (Path path : List.of(folder, archive.file(), folder.resolve(NAME + ".crc"))) {
            String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            permit(path, "rwxrwxr-x");
            assertThat(find()).as("group may write %s", path).isNull();
            permit(path, "rwxr-xrwx");
            assertThat(find()).as("all may write %s", path).isNull();
            permit(path, before);
        }
        assertThat(find()).isNotNull();
    }

    @Test
    void shouldSayWhyOneIsNotUsed() throws IOException {
        assertThat(find()).isNull();
        assertThat(flaws).as("of none there is nothing to say").isEmpty();
        Archive archive = adopt(NAME, "content");

        Files.writeString(archive.file(), "c0ntent");
        assertFlaw("does not use " + archive + ": its checksum differs");
        Files.writeString(archive.file(), "cont");
        assertFlaw("does not use " + archive + ": it is not as long as it was made");
        permit(archive.file(), "rw-rw-r--");
        assertFlaw("does not use " + archive + ": others may write " + archive);
        Files.delete(folder.resolve(NAME + ".crc"));
        permit(archive.file(), "rw-r--r--");
        assertFlaw("does not use " + archive + ": there is no " + archive + ".crc");
    }

    private void assertFlaw(String flaw) {
        assertThat(find()).isNull();
        assertThat(flaws).containsExactly(flaw);
    }

    @Test
    void shouldRemoveThePartsOfMakersThatWereEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        assertThat(ended.waitFor()).isZero();
        Archive archive = adopt(NAME, "content");
        Path own = Files.writeString(archive.temporary("notes"), "notes");
        Path old = Files.writeString(archive.temporary("made"), "made");
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(2))));
        Files.writeString(folder.resolve(NAME + "." + ended.pid() + ".notes"), "notes");
        Files.writeString(folder.resolve("tori-of-mine." + ended.pid() + ".notes"), "not ours");

        Files.setLastModifiedTime(own, FileTime.from(NOW.minus(Duration.ofMinutes(9))));

        archive.removeAbandoned(FileTime.from(NOW));

        assertThat(names())
                .containsExactlyInAnyOrder(
                        NAME,
                        NAME + ".crc",
                        own.getFileName().toString(),
                        "tori-of-mine." + ended.pid() + ".notes");
    }

    @Test
    void shouldTakeTheFirstFolderThatIsOursAlone() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        permit(open, "rwxrwxrwx");

        assertThat(Archive.place(NAME, List.of(open, folder)))
                .extracting(Archive::file)
                .isEqualTo(folder.resolve(NAME));
        assertThat(Archive.place(NAME, List.of(open))).isNull();
        assertThat(Archive.place(NAME, List.of(folder.resolve("none")))).isNull();
        assertThat(Archive.place(NAME, List.of())).isNull();
    }

    @Test
    void shouldCreateTheUsersFolderOnly() {
        Path beside = temporary.resolve("beside");
        Path users = folder.resolve("cache/tori");

        assertThat(Archive.place(NAME, List.of(beside, users))).isNotNull();

        assertThat(beside).doesNotExist();
        assertThat(users).isDirectory();
    }

    @Test
    void shouldKeepTheNewestOnly() throws IOException {
        for (int i = 1; i <= 4; i++) {
            Archive archive = adopt("tori-000000000000000" + i + ".aot", "content");
            Files.setLastModifiedTime(archive.file(), FileTime.fromMillis(i * 1000L));
        }
        Files.writeString(folder.resolve("tori.db"), "not ours to remove");

        adopt("tori-0000000000000005.aot", "content");

        assertThat(names())
                .containsExactly(
                        "tori-0000000000000004.aot",
                        "tori-0000000000000004.aot.crc",
                        "tori-0000000000000005.aot",
                        "tori-0000000000000005.aot.crc",
                        "tori.db");
    }

    @Test
    void shouldNameJarJavaAndOptions() throws IOException {
        Path jar = Files.writeString(temporary.resolve("t.jar"), "jar");
        Path home = FakeJdk.create(temporary.resolve("jdk"), "25");
        Files.writeString(
                Files.createDirectories(home.resolve("lib")).resolve("modules"), "modules");
        List<String> names = new ArrayList<>();
        names.add(Archive.name(jar, home, List.of(), Map.of()));
        assertThat(Archive.name(jar, home, List.of(), Map.of())).isEqualTo(names.getFirst());

        names.add(Archive.name(jar, home, List.of("-Xmx1g"), Map.of()));
        names.add(Archive.name(jar, home, List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g")));
        Files.setLastModifiedTime(home.resolve("lib/modules"), FileTime.fromMillis(1000));
        names.add(Archive.name(jar, home, List.of(), Map.of()));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1000));
        names.add(Archive.name(jar, home, List.of(), Map.of()));
        Files.writeString(jar, "another jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1000));
        names.add(Archive.name(jar, home, List.of(), Map.of()));

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() == NAME.length());
    }

    private @Nullable Archive find() {
        flaws.clear();
        return Archive.find(NAME, List.of(folder), flaws);
    }

    private Archive adopt(String name, String content) throws IOException {
        Archive archive = Objects.requireNonNull(Archive.place(name, List.of(folder)));
        Path made = Files.writeString(archive.temporary("made"), content);
        permit(made, "rw-r--r--");
        archive.adopt(made, 2);
        permit(folder.resolve(name + ".crc"), "rw-r--r--");
        return archive;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
