package tori.config;

/** Which addresses of a name a check may use. */
public enum IpVersion {
    /** Whatever the name has. */
    ANY,
    /** Only those of IPv4. */
    IPV4,
    /** Only those of IPv6. */
    IPV6
}
