package tori.demo;

import org.jspecify.annotations.Nullable;

import tori.poll.Reply;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An answer of the demo's store. Used by the thread that asked. */
final class DemoReply implements Reply {

    private final URI uri;
    private final int status;
    private final @Nullable String etag;
    private final byte[] content;

    DemoReply(URI uri, int status, @Nullable String etag, String content) {
        this.uri = uri;
        this.status = status;
        this.etag = etag;
        this.content = content.getBytes(StandardCharsets.UTF_8);
    }

    int length() {
        return content.length;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String header(String name) {
        if (name.equalsIgnoreCase("ETag")) {
            return etag;
        }
        return name.equalsIgnoreCase("Content-Type") ? "application/json; charset=utf-8" : null;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public void close() {}
}
