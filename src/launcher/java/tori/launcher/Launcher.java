package tori.launcher;

/** Runs on any Java from 8 on. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        Class.forName("tori.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
