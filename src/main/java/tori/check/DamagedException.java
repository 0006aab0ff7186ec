package tori.check;

import okhttp3.Response;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.Locale;

import javax.net.ssl.SSLException;

/** A body is not encoded as its head says; the message goes on after the host's name. */
final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    private DamagedException(IOException cause) {
        super("says that its answer is compressed by gzip, but it is not, or is damaged", cause);
    }

    /** The same failure, by what it is: of the connection, or of what came over it. */
    static IOException of(IOException e, Response response) {
        Response wire = response.networkResponse();
        String encoding = wire == null ? null : wire.header("Content-Encoding");
        boolean packed = encoding != null && encoding.toLowerCase(Locale.ROOT).equals("gzip");
        boolean connection =
                e instanceof ProtocolException
                        || e instanceof SocketException
                        || e instanceof SSLException
                        || e instanceof InterruptedIOException;
        return packed && !connection ? new DamagedException(e) : e;
    }
}
