package tori.launcher;

/**
 * {@code java -cp tori.jar tori.launcher.MakeArchive}: makes the archive that {@code java -jar
 * tori.jar} will find, without waiting for a first run. Main thread only.
 */
public final class MakeArchive {

    private MakeArchive() {}

    /**
     * Exits with 0 if it is made, else with 1, or with 2 if the options cannot be used; {@code
     * TORI_LAUNCHER=verbose} says why.
     */
    public static void main(String[] args) {
        Launcher.checkEnvironment(System.getenv());
        System.exit(PreparedStart.makeNow() ? 0 : 1);
    }
}
