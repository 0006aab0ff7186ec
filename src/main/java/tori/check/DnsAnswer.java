package tori.check;

import java.util.List;

/** What a DNS server said. */
sealed interface DnsAnswer {

    /**
     * The name exists.
     *
     * @param values of its records of the kind that was asked for, as DNS writes them; may be empty
     */
    record Records(List<String> values) implements DnsAnswer {
        public Records {
            values = List.copyOf(values);
        }
    }

    /** There is no such name. */
    record NoSuchName() implements DnsAnswer {}

    /** The server fails itself. */
    record Failing() implements DnsAnswer {}

    /** The server does not answer such questions, or not for us. */
    record Refused() implements DnsAnswer {}

    /** There is more than the packet can hold: it is to be asked for over TCP. */
    record CutShort() implements DnsAnswer {}
}
