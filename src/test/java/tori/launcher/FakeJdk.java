package tori.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that look like an installed Java; their {@code java} is a shell script. */
final class FakeJdk {

    private FakeJdk() {}

    /** Makes {@code folder} a Java of {@code version} whose program does nothing. */
    static Path create(Path folder, String version) throws IOException {
        return create(folder, version, "exit 0");
    }

    /** Makes {@code folder} a Java of {@code version} whose program runs {@code script}. */
    static Path create(Path folder, String version, String script) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(
                folder.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        Path java = folder.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        if (!java.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + java + " executable");
        }
        return folder;
    }
}
