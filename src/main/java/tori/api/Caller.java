package tori.api;

/**
 * Who asks. Immutable.
 *
 * @param id the user's number; 0 for somebody on this machine, who needs no account
 * @param name the user's name, which is also the site of the monitors of their own; empty for
 *     somebody on this machine
 * @param admin whether everything may be seen and done
 */
public record Caller(long id, String name, boolean admin) {

    /** Somebody on the machine tori runs on; see {@link LocalOnly}. */
    public static final Caller OPERATOR = new Caller(0, "", true);

    /** Whether what belongs to a site is theirs to see. */
    public boolean maySee(String site) {
        return admin || site.equals(name);
    }
}
