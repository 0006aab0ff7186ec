package tori;

import tori.api.MonitorKindSource;
import tori.config.Config;
import tori.config.DnsCheckConfig;
import tori.config.HeartbeatConfig;
import tori.config.HttpCheckConfig;
import tori.config.KindConfig;
import tori.config.MonitorConfig;
import tori.config.ShopifyConfig;
import tori.config.ShopifyPasswordConfig;
import tori.config.ShopifyProductConfig;
import tori.config.TcpCheckConfig;
import tori.model.MonitorId;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Says of what kind the monitors of the configuration in force are. Thread-safe. */
final class MonitorKindWords implements MonitorKindSource {

    private final Supplier<Config> inForce;

    /**
     * @param inForce in force when it is asked
     */
    MonitorKindWords(Supplier<Config> inForce) {
        this.inForce = inForce;
    }

    @Override
    public Map<MonitorId, String> kinds() {
        Map<MonitorId, String> words = new HashMap<>();
        for (MonitorConfig monitor : inForce.get().monitors()) {
            words.put(monitor.id(), word(monitor.kind()));
        }
        return words;
    }

    private static String word(KindConfig kind) {
        return switch (kind) {
            case ShopifyConfig _ -> "shopify";
            case ShopifyProductConfig _ -> "shopify_product";
            case ShopifyPasswordConfig _ -> "shopify_password";
            case HttpCheckConfig _ -> "http";
            case TcpCheckConfig _ -> "tcp";
            case DnsCheckConfig _ -> "dns";
            case HeartbeatConfig _ -> "heartbeat";
        };
    }
}
