package tori;

import java.security.Security;

/** The JVM's own memory of names, before it has resolved the first. Any thread. */
final class NameCache {

    private NameCache() {}

    /** Our resolver has caches of its own; the JVM's would keep a failed look-up for 10 s. */
    static void forgetFailures() {
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }
}
