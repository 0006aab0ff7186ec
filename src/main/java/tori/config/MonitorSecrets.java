package tori.config;

import java.util.Set;

/** Which keys of a monitor hold secrets; stateless, any thread. */
final class MonitorSecrets {

    /** At a monitor itself. */
    static final Set<String> KEYS =
            Set.of(HttpCheckKeys.BODY.name(), TcpCheckKeys.SEND.name(), HeartbeatKeys.TOKEN.name());

    /** Each of whose values is one. */
    static final Set<String> SECTIONS =
            Set.of(HttpCheckKeys.HEADERS.name(), HttpCheckKeys.AUTH.name());

    private MonitorSecrets() {}

    /**
     * Whether a secret lies at a place.
     *
     * @param path such as {@code auth.bearer}; of a section that is no object, its own
     */
    static boolean isSecret(String path) {
        int dot = path.indexOf('.');
        return KEYS.contains(path) || (dot > 0 && SECTIONS.contains(path.substring(0, dot)));
    }
}
