package tori.shopify;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the real captures are, which the project does not contain. */
public final class Feeds {

    static final Path FOLDER = Path.of("..", "shared", "feeds");

    private Feeds() {}

    static boolean present() {
        return Files.isDirectory(FOLDER);
    }

    /** Skips the test, saying so, where the captures are not. */
    public static Path require(String name) {
        Path path = FOLDER.resolve(name);
        Assumptions.assumeTrue(
                Files.exists(path), () -> "skipped: the captures are not at " + path);
        return path;
    }

    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(require(name));
    }
}
