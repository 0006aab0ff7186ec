package tori.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The password page of a Shopify store.
 *
 * @param events what to tell; never empty
 */
public record ShopifyPasswordConfig(Set<LockSelection> events) implements KindConfig {

    public ShopifyPasswordConfig {
        events = Collections.unmodifiableSet(EnumSet.copyOf(events));
    }
}
