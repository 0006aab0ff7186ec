package tori.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class OnDemandTest {

    @Test
    void shouldMakeNothingBeforeItIsNeeded() {
        OnDemand<Object> onDemand = new OnDemand<>(Object::new);

        assertThat(onDemand.ifMade()).isNull();
        Object made = onDemand.get();
        assertThat(onDemand.ifMade()).isSameAs(made);
        assertThat(onDemand.get()).isSameAs(made);
    }

    @Test
    void shouldMakeOneForAllWhoComeAtOnce() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(8);
        OnDemand<Object> onDemand =
                new OnDemand<>(() -> {
                    made.incrementAndGet();
                    return new Object();
                });
        Set<Object> seen =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofVirtual()
                            .start(() -> {
                                all.countDown();
                                try {
                                    all.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                seen.add(onDemand.get());
                            });
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(made).hasValue(1);
        assertThat(seen).hasSize(1);
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        AtomicInteger tries = new AtomicInteger();
        OnDemand<String> onDemand =
                new OnDemand<>(() -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return "made";
                });

        try {
            onDemand.get();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("not yet");
        }
        assertThat(onDemand.ifMade()).isNull();
        assertThat(onDemand.get()).isEqualTo("made");
    }
}
