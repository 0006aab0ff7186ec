package tori.config;

/** What depends on the kind of monitor. */
public sealed interface KindConfig
        permits ShopifyConfig, ShopifyProductConfig, ShopifyPasswordConfig, UptimeConfig {

    /** The word for it in a configuration file. */
    default String type() {
        return switch (this) {
            case ShopifyConfig _ -> MonitorKeys.CATALOGUE;
            case ShopifyProductConfig _ -> MonitorKeys.PRODUCT;
            case ShopifyPasswordConfig _ -> MonitorKeys.PASSWORD;
            case HttpCheckConfig _ -> HttpCheckKeys.HTTP;
            case TcpCheckConfig _ -> TcpCheckKeys.TCP;
            case DnsCheckConfig _ -> DnsCheckKeys.DNS;
            case HeartbeatConfig _ -> MonitorKeys.HEARTBEAT;
        };
    }
}
