package tori.check;

import org.jspecify.annotations.Nullable;

import tori.config.DnsRecord;
import tori.config.HostPort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * The JDK's own DNS client, which asks by UDP, twice if need be, and by TCP where an answer was cut
 * short. Immutable; any thread; blocks.
 */
@SuppressWarnings("JdkObsolete") // JNDI takes its settings in nothing newer than a Hashtable.
final class DnsClient {

    /** A packet may be lost; the second wait is twice as long as the first. */
    private static final int TRIES = 2;

    private static final int PARTS = 3;

    private final Hashtable<String, String> environment;

    /**
     * @param resolver whom to ask; null for the system's servers, of which each gets the timeout
     */
    DnsClient(@Nullable HostPort resolver, Duration timeout) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, resolver == null ? "dns:" : "dns://" + resolver);
        settings.put(
                "com.sun.jndi.dns.timeout.initial",
                Long.toString(Math.max(1, timeout.toMillis() / PARTS)));
        settings.put("com.sun.jndi.dns.timeout.retries", Integer.toString(TRIES));
        this.environment = settings;
    }

    /**
     * The values of all records of that kind, as DNS writes them; empty if the name has none.
     *
     * @throws NamingException with the cause told apart by its class
     */
    @SuppressWarnings("BanJNDI") // The DNS provider knows text alone; nothing is loaded.
    List<String> ask(String name, DnsRecord record) throws NamingException {
        String absolute = name.endsWith(".") ? name : name + ".";
        InitialDirContext context = new InitialDirContext(environment);
        try {
            Attribute found =
                    context.getAttributes(absolute, new String[] {record.name()})
                            .get(record.name());
            List<String> values = new ArrayList<>();
            if (found != null) {
                NamingEnumeration<?> all = found.getAll();
                while (all.hasMore()) {
                    values.add(String.valueOf(all.next()));
                }
            }
            return values;
        } finally {
            context.close();
        }
    }

    /** Whether nobody answered. */
    static boolean isUnanswered(NamingException e) {
        return e instanceof CommunicationException;
    }
}
