package tori.peers.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of libraries, from the properties Maven leaves in the harness's own build. */
final class Versions {

    private Versions() {}

    /** {@code "jobrunr 8.7.0"}. */
    static String of(String name) {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = versions.getProperty(name);
        if (version == null) {
            throw new IllegalArgumentException(name);
        }
        return name + " " + version;
    }
}
