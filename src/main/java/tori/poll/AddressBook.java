package tori.poll;

import java.io.IOException;

/** Knows which address a host has. Thread-safe. */
@FunctionalInterface
public interface AddressBook {

    /**
     * The address that a connection to this host would be made to, as text. May block, for a
     * bounded time.
     *
     * @throws FetchException of kind {@code DNS} if it has none
     */
    String addressOf(String host) throws IOException, InterruptedException;
}
