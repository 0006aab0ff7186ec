package tori.api;

import io.helidon.logging.common.spi.LoggingProvider;

/**
 * Tells Helidon that logging is set up already, which it would otherwise deny on stderr. Found as a
 * service; called on the thread that starts the first server.
 */
public final class HelidonLogging implements LoggingProvider {

    /** For the service loader. */
    public HelidonLogging() {}

    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
