package tori.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/**
 * The DNS servers that this machine is set up to ask, as the JDK finds them on each system. Asked
 * anew each time, as networks change; stateless, any thread.
 */
@SuppressWarnings("JdkObsolete") // JNDI takes its settings in nothing newer than a Hashtable.
final class SystemNameServers {

    private static final int PORT = 53;

    private SystemNameServers() {}

    /** At least one, in the order in which they are asked. */
    @SuppressWarnings("BanJNDI") // Nothing is looked up; it knows the settings of the system.
    static List<InetSocketAddress> addresses() throws IOException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, "dns:");
        try {
            InitialDirContext context = new InitialDirContext(settings);
            try {
                return parse(String.valueOf(context.getEnvironment().get(Context.PROVIDER_URL)));
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            throw new IOException("this machine has no DNS servers", e);
        }
    }

    /** Reads what the JDK calls them, such as {@code dns://10.0.0.1:53/. dns://10.0.0.2}. */
    static List<InetSocketAddress> parse(String urls) throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String url : urls.split("\\s+", -1)) {
            try {
                URI uri = URI.create(url);
                String host = uri.getHost();
                if (host != null) {
                    servers.add(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")),
                                    uri.getPort() < 0 ? PORT : uri.getPort()));
                }
            } catch (IllegalArgumentException e) {
                // One in a form that is not known; there are others, or that is told.
            }
        }
        if (servers.isEmpty()) {
            throw new IOException("this machine has no DNS servers");
        }
        return servers;
    }
}
