package tori.config;

/** Kinds of DNS record that can be asked for; named as DNS names them. */
public enum DnsRecord {
    A,
    AAAA,
    CNAME,
    MX,
    TXT,
    NS
}
