package tori.api;

import org.jspecify.annotations.Nullable;

/** Whom a path is for. Every route names one; {@link Router} lets in nobody else. */
enum Audience {
    /** Everybody: nobody needs to be known. */
    ANYONE,

    /**
     * Users and the operator, each for what is theirs; everybody, for everything, where the
     * configuration has {@code read: anyone}. The handler shows only what {@link Exchange#maySee}.
     */
    READERS,

    /** The operator; everybody where the configuration has {@code read: anyone}. */
    OVERSEERS,

    /** Users and the operator. */
    USERS,

    /** The operator alone: an administrator, or somebody on this machine. */
    OPERATOR;

    /**
     * Whether somebody is let in.
     *
     * @param caller null for nobody who is known
     * @param open whether everybody may look
     */
    boolean admits(@Nullable Caller caller, boolean open) {
        boolean operator = caller != null && caller.admin();
        return switch (this) {
            case ANYONE -> true;
            case READERS -> caller != null || open;
            case OVERSEERS -> operator || open;
            case USERS -> caller != null;
            case OPERATOR -> operator;
        };
    }

    /** Whether no user is let in by being one. */
    boolean isForOperators() {
        return this == OVERSEERS || this == OPERATOR;
    }
}
