package tori.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Keeps a few decompressors of one kind for reuse: their set-up costs as much as inflating a page.
 * Thread-safe, never blocks. As many as bodies are read at once exist, which the gate bounds; this
 * bounds how many stay.
 */
final class DecompressorPool {

    private final ArrayBlockingQueue<Decompressor> idle;
    private final Supplier<Decompressor> factory;

    DecompressorPool(int maxIdle, Supplier<Decompressor> factory) {
        this.idle = new ArrayBlockingQueue<>(maxIdle);
        this.factory = factory;
    }

    Decompressor take() {
        Decompressor pooled = idle.poll();
        return pooled == null ? factory.get() : pooled;
    }

    void giveBack(Decompressor decompressor) {
        decompressor.finish();
        if (!idle.offer(decompressor)) {
            decompressor.close();
        }
    }

    int idle() {
        return idle.size();
    }
}
