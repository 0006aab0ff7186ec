package tori.poll;

import java.time.Duration;

/**
 * What one gate lets through.
 *
 * @param maxConnections fetches at once, over all hosts; at least 1
 * @param perHost fetches to one host
 * @param perAddress fetches to one IP address, whatever the hosts' names
 */
public record GateLimits(int maxConnections, Lane perHost, Lane perAddress) {

    public GateLimits {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("needs maxConnections >= 1");
        }
    }

    /**
     * What one host or address gets.
     *
     * @param connections fetches at once; at least 1
     * @param gap least time from the start of one fetch to the start of the next; may be zero
     */
    public record Lane(int connections, Duration gap) {
        public Lane {
            if (connections < 1 || gap.isNegative()) {
                throw new IllegalArgumentException("needs connections >= 1 and gap >= 0");
            }
        }
    }
}
