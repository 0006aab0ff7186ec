package tori.network;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.internal.concurrent.TaskRunner;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.logging.Logger;

class RestingBackendTest {

    private static final long SECOND = 1_000_000_000L;

    private final Waits waits = new Waits();
    private final RestingBackend backend = new RestingBackend(waits);
    private final TaskRunner runner =
            new TaskRunner(backend, Logger.getLogger(RestingBackendTest.class.getName()));

    @Test
    void shouldRestForASecondBeforeItMayBeWoken() {
        backend.coordinatorWait(runner, 300 * SECOND);
        backend.coordinatorWait(runner, 299 * SECOND);
        assertThat(waits.said).containsExactly("wait " + SECOND, "wait " + 299 * SECOND);
    }

    @Test
    void shouldNotRestLongerThanUntilSomethingIsDue() {
        backend.coordinatorWait(runner, SECOND / 2);
        assertThat(waits.said).containsExactly("wait " + SECOND / 2);
    }

    @Test
    void shouldWakeNobodyDuringARestAndRestAgainAfterWhatCameMeanwhile() {
        waits.meanwhile = () -> backend.coordinatorNotify(runner);
        backend.coordinatorWait(runner, 300 * SECOND);
        backend.coordinatorWait(runner, 300 * SECOND);
        assertThat(waits.said).containsExactly("wait " + SECOND, "wait " + SECOND);
    }

    @Test
    void shouldBeWokenAfterARestAndRestAgain() {
        backend.coordinatorWait(runner, 300 * SECOND);
        waits.meanwhile = () -> backend.coordinatorNotify(runner);
        backend.coordinatorWait(runner, 299 * SECOND);
        waits.meanwhile = () -> {};
        backend.coordinatorWait(runner, 298 * SECOND);
        assertThat(waits.said)
                .containsExactly(
                        "wait " + SECOND, "wait " + 299 * SECOND, "notify", "wait " + SECOND);
    }

    /** Says what it was asked for, and comes back at once. */
    private static final class Waits implements TaskRunner.Backend {

        final List<String> said = new ArrayList<>();
        Runnable meanwhile = () -> {};

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void coordinatorNotify(TaskRunner runner) {
            said.add("notify");
        }

        @Override
        public void coordinatorWait(TaskRunner runner, long nanos) {
            said.add("wait " + nanos);
            meanwhile.run();
        }

        @Override
        public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
            return queue;
        }

        @Override
        public void execute(TaskRunner runner, Runnable task) {
            throw new AssertionError("starts no threads");
        }
    }
}
