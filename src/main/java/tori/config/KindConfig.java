package tori.config;

/** What depends on the kind of monitor. */
public sealed interface KindConfig
        permits ShopifyConfig, ShopifyProductConfig, ShopifyPasswordConfig, UptimeConfig {}
