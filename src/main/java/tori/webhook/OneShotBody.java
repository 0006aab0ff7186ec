package tori.webhook;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import java.io.IOException;

/**
 * A request body that is written once: OkHttp then never repeats the request by itself, and whether
 * it was written tells whether the other side may have taken it. Written by the calling thread or
 * one of OkHttp's, read by the calling thread afterwards.
 */
final class OneShotBody extends RequestBody {

    private static final MediaType CLOUD_EVENT = MediaType.get("application/cloudevents+json");

    private final byte[] content;
    private volatile boolean started;

    OneShotBody(byte[] content) {
        this.content = content;
    }

    /** Whether any of it may have left. */
    boolean isStarted() {
        return started;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public MediaType contentType() {
        return CLOUD_EVENT;
    }

    @Override
    public long contentLength() {
        return content.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        started = true;
        sink.write(content);
    }
}
