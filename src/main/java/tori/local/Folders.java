package tori.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the names of new files and folders outlive a power failure: forcing a file keeps what is in
 * it, not the entry by which it is found. Stateless, any thread.
 */
final class Folders {

    private Folders() {}

    /**
     * The folders whose entries the file may depend on: its own, in which a crash may have left the
     * entry unforced, and those in which a folder is still missing.
     */
    static List<Path> leadingTo(Path file) {
        List<Path> folders = new ArrayList<>();
        Path folder = file.toAbsolutePath().getParent();
        while (folder != null) {
            folders.add(folder);
            folder = Files.exists(folder) ? null : folder.getParent();
        }
        return folders;
    }

    /**
     * Forces the folder's entries to the disk, where the system can do that for folders: some
     * cannot, keep them by themselves, and say so in many ways.
     *
     * @throws ClosedByInterruptException if the thread was interrupted
     */
    static void force(Path folder) throws ClosedByInterruptException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // The file itself has been forced, which is what the disk can be held to.
        }
    }
}
