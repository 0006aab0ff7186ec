package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;
import tori.config.ScalarShape.Parsed;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the address of a store apart. Never shows what may hold a password, however it is written.
 * Stateless, any thread.
 */
final class StoreUrl {

    static final String ALLOWED =
            "give sqlite: and the path of a file, such as sqlite:tori.db, or"
                    + " postgresql://USER:PASSWORD@HOST/DATABASE";

    static final String PATTERN = "^(sqlite:.|postgres(ql)?://.)";

    private static final String SQLITE_PREFIX = "sqlite:";
    private static final List<String> SERVER_SCHEMES = List.of("postgresql", "postgres");
    private static final int SERVER_PORT = 5_432;

    /** Parameters and what they may be; an empty list stands for any text. */
    private static final Map<String, List<String>> PARAMETERS =
            Map.of(
                    "sslmode",
                    List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                    "sslrootcert",
                    List.of(),
                    "sslcert",
                    List.of(),
                    "sslkey",
                    List.of(),
                    "channel_binding",
                    List.of("disable", "prefer", "require"),
                    "currentSchema",
                    List.of());

    private static final String PARAMETER_NAMES =
            "channel_binding, currentSchema, sslcert, sslkey, sslmode, sslrootcert";

    private StoreUrl() {}

    static Parsed<StorePlace> parse(Tree.Scalar scalar) {
        String text = scalar.text();
        boolean printable = text.codePoints().noneMatch(Character::isISOControl);
        if (text.startsWith(SQLITE_PREFIX)) {
            String path = text.substring(SQLITE_PREFIX.length());
            return path.isBlank() || !printable
                    ? new Bad<>(scalar.shown() + " is no store")
                    : new Good<>(new StorePlace.Sqlite(path));
        }
        if (SERVER_SCHEMES.stream().anyMatch(scheme -> text.startsWith(scheme + "://"))) {
            return server(text);
        }
        return new Bad<>(
                text.contains("@") || text.contains("password")
                        ? "is no store (not shown, it may hold a password)"
                        : scalar.shown() + " is no store");
    }

    private static Parsed<StorePlace> server(String text) {
        URI uri = Addresses.uri(text, SERVER_SCHEMES);
        if (uri == null) {
            return bad(
                    "is no address of a PostgreSQL server; write special characters of user and"
                            + " password like %40 for @");
        }
        String[] user = uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
        if (user == null || user[0].isEmpty()) {
            return bad("names no user");
        }
        String path = uri.getRawPath();
        String database = path == null || path.isEmpty() ? "" : decoded(path.substring(1));
        if (database.isBlank() || database.contains("/")) {
            return bad("names no database after the host");
        }
        if (uri.getRawFragment() != null) {
            return bad("has a '#' part");
        }
        Map<String, String> parameters = new HashMap<>();
        String wrong = parameters(uri.getRawQuery(), parameters);
        return wrong != null
                ? bad(wrong)
                : new Good<>(
                        new StorePlace.Postgres(
                                uri.getHost(),
                                uri.getPort() < 0 ? SERVER_PORT : uri.getPort(),
                                database,
                                decoded(user[0]),
                                user.length == 1 ? null : new Secret(decoded(user[1])),
                                parameters));
    }

    /** Fills the map; returns what is wrong, without values. */
    private static @Nullable String parameters(@Nullable String query, Map<String, String> found) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        for (String part : query.split("&", -1)) {
            String[] pair = part.split("=", 2);
            List<String> values = PARAMETERS.get(pair[0]);
            if (values == null) {
                return "has a parameter that is not known; allowed are " + PARAMETER_NAMES;
            }
            String value = pair.length == 1 ? "" : decoded(pair[1]);
            if (value.isBlank() || !(values.isEmpty() || values.contains(value))) {
                return "has a "
                        + pair[0]
                        + " that cannot be"
                        + (values.isEmpty() ? "" : "; it is one of " + String.join(", ", values));
            }
            if (found.put(pair[0], value) != null) {
                return "has " + pair[0] + " twice";
            }
        }
        return null;
    }

    private static Parsed<StorePlace> bad(String wrong) {
        return new Bad<>(wrong + " (not shown, it may hold a password)");
    }

    /** A plus sign is one: this is no form. */
    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
