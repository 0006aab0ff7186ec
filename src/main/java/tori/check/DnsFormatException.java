package tori.check;

import java.io.IOException;

/** A DNS server answered what cannot be; the message goes on after who it is. */
final class DnsFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    DnsFormatException(String words) {
        super(words);
    }
}
