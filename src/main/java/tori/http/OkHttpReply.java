package tori.http;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.Reply;
import tori.poll.WireCopy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** OkHttp's answer. Used by the thread that fetched. */
record OkHttpReply(Response response, URI uri, DecodedBody decoded) implements Reply {

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public @Nullable String header(String name) {
        return response.headers().get(name);
    }

    @Override
    public InputStream body() {
        return decoded;
    }

    @Override
    public boolean repeats() throws IOException {
        return decoded.repeats();
    }

    @Override
    public boolean copyTo(WireCopy copy) {
        decoded.copyTo(copy);
        return true;
    }

    @Override
    public @Nullable BodyPrint print() {
        return decoded.print();
    }

    @Override
    public long lastByteNanos(long otherwiseNanos) {
        return decoded.lastByteNanos(otherwiseNanos);
    }

    @Override
    public void close() {
        decoded.close();
        response.close();
    }
}
