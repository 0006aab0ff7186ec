package tori.launcher;

import java.util.List;
import java.util.Map;

/** The options that tori ships with, for measurements that start a JVM of their own. Any thread. */
public final class ShippedFlags {

    private ShippedFlags() {}

    /** The shipped options that do not contradict the wanted ones, then these. */
    public static List<String> with(List<String> wanted) {
        List<String> options = ShippedOptions.beside(wanted, Map.of());
        options.addAll(wanted);
        return options;
    }
}
