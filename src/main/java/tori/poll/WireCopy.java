package tori.poll;

/** Gets a body's bytes as they come over the wire. Called by the thread that reads the body. */
@FunctionalInterface
public interface WireCopy {

    /**
     * So many bytes came; they are the caller's, to be copied at once. Must not block or throw.
     *
     * @param count at least 0
     */
    void bytes(byte[] source, int offset, int count);
}
