package tori.account;

import org.jspecify.annotations.Nullable;

import tori.config.AccessConfig;
import tori.config.Config;
import tori.config.MonitorConfig;
import tori.config.Secret;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the configuration says about accounts.
 *
 * @param registrationOpen whether anybody may register
 * @param readByAnyone whether nobody needs to log in who only looks
 * @param reserved names of sites, folded, which are no user's
 * @param secret what tokens are signed with; null for one that the store keeps
 */
public record AccessTerms(
        boolean registrationOpen,
        boolean readByAnyone,
        Set<String> reserved,
        @Nullable Secret secret) {

    /**
     * The sites that tori's own notices are of, which tell of others' monitors, and of the monitors
     * that somebody on this machine has added.
     */
    private static final Set<String> OWN = Set.of("tori", "api");

    public AccessTerms {
        reserved = Set.copyOf(reserved);
    }

    /** Those of a configuration. */
    public static AccessTerms of(Config config) {
        AccessConfig access =
                config.server() == null ? AccessConfig.CLOSED : config.server().access();
        return new AccessTerms(
                access.registrationOpen(),
                access.readByAnyone(),
                config.monitors().stream()
                        // What a user has added is of the site of their own name.
                        .filter(monitor -> !monitor.fenced())
                        .map(MonitorConfig::id)
                        .map(id -> AccountName.folded(id.site()))
                        .collect(Collectors.toSet()),
                access.jwtSecret());
    }

    /** Whether a site has this name. */
    boolean isReserved(String name) {
        String folded = AccountName.folded(name);
        return OWN.contains(folded) || reserved.contains(folded);
    }
}
