package tori;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which tori this is. */
final class Version {

    private Version() {}

    /** The version the build gave it, such as {@code 0.1.0}. */
    static String number() {
        return property("version");
    }

    private static String property(String name) {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the jar is damaged: version.properties", e);
        }
        return properties.getProperty(name, "unknown");
    }

    /** Version, the commit it was built from, and Java in a line. */
    static String line() {
        return "tori "
                + number()
                + " (build "
                + property("build")
                + ") on Java "
                + Runtime.version()
                + " ("
                + System.getProperty("java.vendor")
                + ", "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ")";
    }
}
