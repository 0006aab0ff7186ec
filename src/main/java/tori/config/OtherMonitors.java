package tori.config;

import tori.model.MonitorId;

import java.util.Set;

/** Monitors beside those that are being resolved, as far as one may depend on them. */
public interface OtherMonitors {

    /** There are none. */
    OtherMonitors NONE =
            new OtherMonitors() {
                @Override
                public Kind kind(MonitorId monitor) {
                    return Kind.NONE;
                }

                @Override
                public Set<MonitorId> parents(MonitorId monitor) {
                    return Set.of();
                }
            };

    /** What a name stands for. */
    enum Kind {
        /** For nothing that may be named. */
        NONE,
        /** For a monitor of a store, which has no incidents. */
        STORE,
        /** For one that looks whether something works. */
        CHECK
    }

    /** What a name stands for. */
    Kind kind(MonitorId monitor);

    /** What a monitor depends on; nothing for one that is not there. */
    Set<MonitorId> parents(MonitorId monitor);
}
