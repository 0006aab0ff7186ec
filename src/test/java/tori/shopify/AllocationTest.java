package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import tori.poll.PollResult;

import java.lang.management.ManagementFactory;

/** A coarse watch over what an unchanged page costs; the benchmarks measure it exactly. */
class AllocationTest {

    private static final int POLLS = 200;

    /** A poll of 249 products: 32 bytes a product would exceed it. */
    private static final long MOST_BYTES_A_POLL = 7_000;

    @Test
    void shouldAllocateNothingPerProductOfAnUnchangedPage() throws Exception {
        Assumptions.assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean,
                "skipped: this Java does not count allocations");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Watch watch = new Watch();
        FakeShop.Answer page = FakeShop.Answer.of(200, Feed.range(1, 250)).from(Watch.SITE);
        watch.shop.answer(fetch -> page);
        watch.poll();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < POLLS; i++) {
                assertThat(watch.monitor.poll() == null).isFalse();
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / POLLS;
            least = Math.min(least, each);
        }
        assertThat(least).isLessThan(MOST_BYTES_A_POLL);
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }
}
