package tori.shopify;

import tori.poll.Monitor;

import java.util.List;

/** A monitor of a store, which can be asked what it saw. */
public sealed interface StoreMonitor extends Monitor
        permits CatalogMonitor, ProductMonitor, PasswordMonitor {

    /**
     * What the last poll saw, a failed one up to where it failed; nothing where nobody is to ask,
     * see {@link Surroundings#looks}. Any thread.
     */
    Look lastLook();

    /** The products known after the last poll; for the thread that polls. */
    List<Shown> shown();
}
