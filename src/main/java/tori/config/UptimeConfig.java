package tori.config;

/** A monitor that looks whether something works; what does not is an incident. */
public sealed interface UptimeConfig extends KindConfig
        permits HttpCheckConfig, TcpCheckConfig, DnsCheckConfig, HeartbeatConfig {}
