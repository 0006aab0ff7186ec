package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.atomic.AtomicInteger;

class CollapseTest {

    @ParameterizedTest
    @CsvSource({
        "poll shop/all, memory, true",
        "tori-wheel, memory, true",
        "tori-wheel, bug, true",
        "tori-dispatcher, class, true",
        "tori-store, class, true",
        "tori-outbox, bug, true",
        "poll shop/all, class, false",
        "tori-warm-up, class, false",
        "connections, bug, false"
    })
    void shouldEndTheProcessThatOnlySeemsAlive(String name, String what, boolean ends)
            throws Exception {
        AtomicInteger ended = new AtomicInteger();
        Thread thread =
                Thread.ofPlatform()
                        .name(name)
                        .uncaughtExceptionHandler(new Collapse(ended::incrementAndGet))
                        .start(() -> fail(what));
        thread.join();
        assertThat(ended.get()).isEqualTo(ends ? 1 : 0);
    }

    private static void fail(String what) {
        switch (what) {
            case "memory" -> throw new OutOfMemoryError("as the JVM throws it");
            case "class" -> throw new NoClassDefFoundError("tori/Lost");
            default -> throw new IllegalStateException("a bug");
        }
    }
}
