package tori.warc;

import tori.model.MonitorId;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Says which folder a monitor's recording is in. Stateless, any thread. */
public final class FolderNames {

    /** Some file systems take no longer name. */
    private static final int MAX_LENGTH = 150;

    private FolderNames() {}

    /** The folder of a monitor below the recordings of all. */
    public static Path folder(Path directory, MonitorId monitor) {
        return directory.resolve(name(monitor.site())).resolve(name(monitor.monitor()));
    }

    /** A name that is a folder's on every system, and another for every other one. */
    static String name(String text) {
        StringBuilder name = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (each >= 'a' && each <= 'z')
                            || (each >= 'A' && each <= 'Z')
                            || (each >= '0' && each <= '9')
                            || each == '-'
                            || each == '_'
                            || (each == '.' && !name.isEmpty())
                            || (each == ' ' && !name.isEmpty());
            if (plain) {
                name.append((char) each);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02X", each & 0xff));
            }
        }
        boolean badEnd = name.charAt(name.length() - 1) == '.' || name.toString().endsWith(" ");
        if (badEnd) {
            int last = name.charAt(name.length() - 1);
            name.setLength(name.length() - 1);
            name.append(String.format(Locale.ROOT, "%%%02X", last));
        }
        return name.length() <= MAX_LENGTH
                ? name.toString()
                : name.substring(0, MAX_LENGTH - 9)
                        + String.format(Locale.ROOT, "~%08x", text.hashCode());
    }
}
