package tori.warc;

import java.util.Map;

/** One record of a WARC file. Immutable. */
final class WarcRecord {

    private final Map<String, String> headers;
    private final byte[] block;

    /**
     * @param headers by name, in small letters
     */
    WarcRecord(Map<String, String> headers, byte[] block) {
        this.headers = headers;
        this.block = block;
    }

    /** A header's value; empty if it is not there. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    byte[] block() {
        return block;
    }
}
