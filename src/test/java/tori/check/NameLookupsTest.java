package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class NameLookupsTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    @Test
    void shouldAskAnewEachTime() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        NameLookups.Source source =
                host -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(ADDRESS);
                };
        try (NameLookups names = new NameLookups(source)) {
            assertThat(names.addresses("a.test", PATIENCE_NANOS)).containsExactly(ADDRESS);
            assertThatThrownBy(() -> names.addresses("a.test", PATIENCE_NANOS))
                    .isInstanceOf(UnknownHostException.class);
            assertThat(names.addresses("a.test", PATIENCE_NANOS)).containsExactly(ADDRESS);
        }
    }

    @Test
    void shouldNotWaitForEver() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        NameLookups.Source source =
                host -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of(ADDRESS);
                };
        try (NameLookups names = new NameLookups(source)) {
            assertThatThrownBy(() -> names.addresses("a.test", 1))
                    .isInstanceOf(UnknownHostException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        } finally {
            done.countDown();
        }
    }

    @Test
    void shouldTakeNoAddressForUnknown() {
        try (NameLookups names = new NameLookups(host -> List.of())) {
            assertThatThrownBy(() -> names.addresses("a.test", PATIENCE_NANOS))
                    .isInstanceOf(UnknownHostException.class);
        }
    }
}
