package tori.store;

import java.io.Serial;
import java.sql.SQLException;

/** The connection broke while it was waited for the answer to a commit. */
final class DoubtfulCommitException extends SQLException {

    @Serial private static final long serialVersionUID = 1;

    DoubtfulCommitException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
    }
}
