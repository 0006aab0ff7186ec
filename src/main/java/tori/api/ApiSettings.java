package tori.api;

import java.nio.file.Path;

/**
 * Where the server listens and writes.
 *
 * @param host name or address to listen on
 * @param port 0 for any free one
 * @param captures the folder that profiles and dumps are written to before they are sent, and
 *     deleted from afterwards; created if it is not there
 */
public record ApiSettings(String host, int port, Path captures) {}
