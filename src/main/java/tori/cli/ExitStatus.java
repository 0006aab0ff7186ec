package tori.cli;

/** What the process tells its caller when it ends. */
public final class ExitStatus {

    /** Done. */
    public static final int OK = 0;

    /** Failed while running. */
    public static final int FAILED = 1;

    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;

    /**
     * The Java machine itself failed: to be started anew. The JVM ends with the same where memory
     * runs out, if it was started by the launcher.
     */
    public static final int COLLAPSED = 3;

    private ExitStatus() {}
}
