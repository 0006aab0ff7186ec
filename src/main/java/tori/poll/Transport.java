package tori.poll;

import java.io.IOException;

/** Fetches addresses. Blocks; called on virtual threads; thread-safe; honours interrupts. */
@FunctionalInterface
public interface Transport {

    /**
     * Sends the request and returns the answer once its head is there. Redirects are followed
     * within a bound. The caller closes the reply.
     *
     * @throws FetchException for every expected failure, with its cause told apart
     */
    Reply fetch(Fetch fetch) throws IOException, InterruptedException;
}
