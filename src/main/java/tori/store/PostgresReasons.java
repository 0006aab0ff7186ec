package tori.store;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;

import javax.net.ssl.SSLException;

/** Puts failures of PostgreSQL into words, by their SQLSTATE. Any thread. */
final class PostgresReasons {

    private PostgresReasons() {}

    /**
     * A sentence for why the database cannot be used, and what to do about it.
     *
     * @param name what the database is called
     * @param user who uses it
     */
    static String text(String name, String user, SQLException failure) {
        String state = state(failure);
        String message = message(failure);
        return switch (state) {
            case "28P01" ->
                    name
                            + " refuses the password of user "
                            + user
                            + "; check store.url, where special characters are written like %40"
                            + " for @";
            case "28000", "08004" ->
                    name + " does not let user " + user + " in: " + message + "; see pg_hba.conf";
            case "3D000" ->
                    name
                            + " does not exist: "
                            + message
                            + "; create the database (createdb), or name another one in store.url";
            case "42501" ->
                    name
                            + " does not allow it: "
                            + message
                            + "; give user "
                            + user
                            + " a database or schema of its own";
            case "25006" ->
                    name + " is read-only (" + message + "); name the server that takes writes";
            case "53100" -> name + " cannot grow: the server's disk is full; free some space";
            case "53300" ->
                    name + " has no connection left: " + message + "; raise max_connections";
            case "57P03" -> name + " is not ready: " + message;
            case "57P01", "57P02" -> name + " is not reachable: the server ended the connection";
            case "57014", "55P03", "25P03" -> name + " answers too slowly: " + message;
            case "08001" -> name + " is not reachable: " + unreachable(failure, message);
            default ->
                    state.startsWith("08")
                            ? name + " is not reachable: " + unreachable(failure, message)
                            : name + " cannot be used: " + message;
        };
    }

    private static String unreachable(SQLException failure, String message) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return "the name of its host cannot be resolved";
                }
                case SocketTimeoutException _ -> {
                    return "no answer in time";
                }
                case SSLException tls -> {
                    return "TLS fails: " + tls.getMessage();
                }
                case ConnectException _ -> {
                    return "nothing listens there, or a firewall is in the way";
                }
                default -> {}
            }
        }
        return message;
    }

    /** The server's words on one line. */
    private static String message(SQLException failure) {
        SQLException told = failure;
        // A batch's own message is about the batch.
        for (SQLException next = failure.getNextException();
                next != null;
                next = next.getNextException()) {
            told = next;
        }
        String message = String.valueOf(told.getMessage());
        return message.replaceFirst("^(ERROR|FATAL): ", "").replaceAll("\\s+", " ").strip();
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    /** Whether the connection is of no more use, or may be. */
    static boolean isBroken(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    /**
     * Whether the failure lies in what was asked for: data that cannot be (22), constraints (23),
     * statements (42), limits (54), and not in a missing right or a table somebody removed.
     */
    static boolean isBug(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            case "42501", "42P01" -> false;
            default -> isOneOf(state, "21", "22", "23", "42", "54", "0A");
        };
    }

    private static boolean isOneOf(String state, String... classes) {
        for (String one : classes) {
            if (state.startsWith(one)) {
                return true;
            }
        }
        return false;
    }
}
