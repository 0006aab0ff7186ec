package tori.telemetry;

import org.jspecify.annotations.Nullable;

/** What async-profiler can look at. */
public enum ProfileEvent {
    /** Where CPU time goes. */
    CPU,
    /** Where memory is allocated. */
    ALLOC,
    /** Where threads are, running or waiting. */
    WALL,
    /** Where threads wait for locks. */
    LOCK;

    /** The event a user named ({@code cpu}, {@code alloc}, {@code wall}, {@code lock}), or null. */
    public static @Nullable ProfileEvent ofName(String name) {
        for (ProfileEvent event : values()) {
            if (event.optionName().equals(name)) {
                return event;
            }
        }
        return null;
    }

    /** The name users write. */
    public String optionName() {
        return switch (this) {
            case CPU -> "cpu";
            case ALLOC -> "alloc";
            case WALL -> "wall";
            case LOCK -> "lock";
        };
    }
}
