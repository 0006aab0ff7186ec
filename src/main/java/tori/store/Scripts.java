package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The numbered scripts {@code V1.sql}, {@code V2.sql}, … that lead a database from one schema to
 * the next. Each kind of database has its own, with the same numbers. Any thread.
 *
 * @param folder where they are, as seen from this class; empty or with a slash at its end
 */
record Scripts(String folder) {

    static final Scripts SQLITE = new Scripts("");
    static final Scripts POSTGRES = new Scripts("postgres/");

    /** More versions than will ever be; ends the search for scripts. */
    private static final int MAX_VERSION = 10_000;

    /** The version this tori knows. */
    int newest() {
        int version = 0;
        while (version < MAX_VERSION && find(version + 1) != null) {
            version++;
        }
        return version;
    }

    /** What leads to this version from the one before. */
    String script(int version) {
        String script = find(version);
        if (script == null) {
            throw new IllegalStateException("no script for schema version " + version);
        }
        return script;
    }

    private @Nullable String find(int version) {
        String name = folder + "V" + version + ".sql";
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("schema script " + name + " cannot be read", e);
        }
    }
}
