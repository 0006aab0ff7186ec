package tori.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Sent;
import tori.wire.EventJson;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class FileSenderTest {

    private static final Event OLD = SampleEvents.newProduct(2);
    private static final Event NEW = SampleEvents.restocked();

    @TempDir private Path folder;

    private Path file;
    private FileSender sender;

    @BeforeEach
    void prepare() {
        file = folder.resolve("a/b/events.jsonl");
        sender = new FileSender(file);
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldAppendOneLinePerEventOldestFirst() throws IOException {
        assertThat(sender.send(List.of(NEW, OLD))).isEqualTo(Sent.NOW);
        assertThat(sender.send(List.of(NEW))).isEqualTo(Sent.NOW);

        assertLines(OLD, NEW, NEW);
    }

    @Test
    void shouldContinueAnExistingFile() throws IOException {
        sender.send(List.of(OLD));
        sender.close();

        new FileSender(file).send(List.of(NEW));

        assertLines(OLD, NEW);
    }

    @Test
    void shouldFollowALogRotation() throws IOException {
        sender.send(List.of(OLD));
        Files.move(file, folder.resolve("events.1"));
        sender.send(List.of(NEW));
        assertLines(NEW);

        Files.delete(file);
        sender.send(List.of(OLD));
        assertLines(OLD);

        Files.move(
                folder.resolve("events.1"),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        sender.send(List.of(NEW));
        assertLines(OLD, NEW);
    }

    @Test
    void shouldLeaveNoHoleWhenTheFileWasEmptiedInPlace() throws IOException {
        sender.send(List.of(OLD));
        Files.write(file, new byte[0]);
        sender.send(List.of(NEW));

        assertLines(NEW);
    }

    @Test
    void shouldRemoveALineThatACrashLeftUnfinished() throws IOException {
        byte[] whole = EventJson.encode(NEW);
        for (int kept : new int[] {1, 10, 40, whole.length - 1}) {
            Files.deleteIfExists(file);
            new FileSender(file).send(List.of(OLD));
            Files.write(
                    file,
                    java.util.Arrays.copyOf(whole, kept),
                    java.nio.file.StandardOpenOption.APPEND);

            new FileSender(file).send(List.of(NEW));

            assertLines(OLD, NEW);
        }
    }

    @Test
    void shouldEndAWholeLineThatLacksItsLineBreak() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, EventJson.encode(OLD));
        sender.send(List.of(NEW));
        assertLines(OLD, NEW);
    }

    @Test
    void shouldNotRemoveWhatSomebodyElseWrote() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a note without a line break");
        sender.send(List.of(NEW));

        assertThat(Files.readAllLines(file).getFirst()).isEqualTo("a note without a line break");
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void shouldSayWhyItCannotWrite() throws IOException {
        Files.createDirectories(file);
        SendResult directory = sender.send(List.of(NEW));
        assertThat(directory)
                .isEqualTo(
                        new Failed(
                                "cannot write " + file + ": (Is a directory)",
                                false,
                                true,
                                Answer.NONE));

        Path plain = Files.createFile(folder.resolve("plain"));
        assertThat(new FileSender(plain.resolve("events.jsonl")).send(List.of(NEW)))
                .isInstanceOf(Failed.class);
    }

    @Test
    void shouldReportAFullDisk() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: this system has no /dev/full");

        assertThat(new FileSender(full).send(List.of(NEW)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.reason())
                                    .isEqualTo("cannot write /dev/full: No space left on device");
                            assertThat(failed.outage()).isTrue();
                        });
    }

    @Test
    void shouldForceWhatItWroteWhereverItWent() throws IOException {
        sender.flush();
        assertThat(sender.send(List.of(OLD))).isEqualTo(Sent.NOW);
        sender.flush();
        sender.send(List.of(NEW));
        Files.move(file, folder.resolve("events.1"));
        sender.send(List.of(OLD));
        sender.flush();
        Files.delete(file);
        sender.flush();
        sender.send(List.of(NEW));
        sender.flush();

        assertLines(NEW);
        sender.close();
        sender.flush();
    }

    @Test
    void shouldSayThatWhatItWroteMayBeLostAndGoOn() throws IOException {
        sender.send(List.of(OLD));
        Thread.currentThread().interrupt(); // which breaks the forcing off
        try {
            assertThatThrownBy(sender::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessage("what was written to " + file + " may be lost: interrupted");
        } finally {
            Thread.interrupted();
        }

        sender.send(List.of(NEW));
        sender.flush();
        assertLines(OLD, NEW);
    }

    @Test
    void shouldRememberWhatWentWrongWhileItLetGoOfAFile() throws IOException {
        sender.send(List.of(OLD));
        Files.delete(file);
        Thread.currentThread().interrupt();
        try {
            sender.send(List.of(NEW));
        } finally {
            Thread.interrupted();
        }

        assertThatThrownBy(sender::flush).hasMessageContaining("may be lost: interrupted");
        sender.flush();
    }

    @Test
    void shouldForceNothingWhereNothingIsKept() throws IOException {
        Path nothing = Path.of("/dev/null");
        assumeTrue(Files.exists(nothing), "skipped: this system has no /dev/null");
        try (FileSender discarding = new FileSender(nothing)) {
            assertThat(discarding.send(List.of(NEW))).isEqualTo(Sent.NOW);
            discarding.flush();
        }
    }

    private void assertLines(Event... events) throws IOException {
        List<String> expected =
                java.util.Arrays.stream(events)
                        .map(e -> new String(EventJson.encode(e), StandardCharsets.UTF_8))
                        .toList();
        assertThat(Files.readString(file)).endsWith("\n");
        assertThat(Files.readAllLines(file)).isEqualTo(expected);
    }
}
