package tori.house;

import com.tngtech.archunit.core.domain.JavaClass;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The tiers from the ground up, and the rooms of each. A room is a package below {@code tori}. */
enum Tier {
    GROUND(true, "model", "time", "ring", "index", "library"),
    BASE(true, "config", "telemetry", "wire", "signing", "account", "network"),
    ENGINES(false, "poll", "dispatch", "delivery", "incident", "history", "auction"),
    ADAPTERS(
            false,
            "shopify",
            "http",
            "check",
            "host",
            "heartbeat",
            "uptime",
            "discord",
            "webhook",
            "local",
            "store",
            "cluster",
            "ingest",
            "api",
            "demo",
            "load",
            "recording",
            "warc"),
    /** The empty name is the package {@code tori} itself. */
    ROOT(true, "", "cli"),
    /** Starts the root without knowing it. */
    LAUNCHER(false, "launcher");

    private final boolean neighboursAllowed;
    private final Set<String> rooms;

    Tier(boolean neighboursAllowed, String... rooms) {
        this.neighboursAllowed = neighboursAllowed;
        this.rooms = Set.of(rooms);
    }

    /** The room of a package: {@code api} for {@code tori.api.page}, empty for {@code tori}. */
    static String roomOf(String packageName) {
        String[] parts = packageName.split("\\.");
        return parts.length < 2 ? "" : parts[1];
    }

    static Optional<Tier> of(JavaClass item) {
        String room = roomOf(item.getPackageName());
        return Arrays.stream(values()).filter(tier -> tier.rooms.contains(room)).findFirst();
    }

    static boolean isOurs(JavaClass item) {
        return item.getPackageName().equals("tori") || item.getPackageName().startsWith("tori.");
    }

    boolean holds(JavaClass item) {
        return isOurs(item) && rooms.contains(roomOf(item.getPackageName()));
    }

    /** Whether a class of this tier may know one of another room in {@code other}. */
    boolean mayKnow(Tier other) {
        if (this == LAUNCHER || other == LAUNCHER) {
            return false;
        }
        return other == this ? neighboursAllowed : other.ordinal() < ordinal();
    }
}
