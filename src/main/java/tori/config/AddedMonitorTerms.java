package tori.config;

import tori.network.AddressRange;

import java.util.List;

/**
 * What monitors may do that are added while tori runs.
 *
 * @param maxPerUser how many each user may have; somebody on this machine may have more
 * @param userDestinations whom monitors of users may tell
 * @param allowPrivate which addresses they may ask beside those of the internet
 */
public record AddedMonitorTerms(
        int maxPerUser, List<String> userDestinations, List<AddressRange> allowPrivate) {

    /** Where nothing else is written. */
    public static final AddedMonitorTerms STANDARD =
            new AddedMonitorTerms(AddedMonitorKeys.DEFAULT_PER_USER, List.of(), List.of());

    public AddedMonitorTerms {
        userDestinations = List.copyOf(userDestinations);
        allowPrivate = List.copyOf(allowPrivate);
    }
}
