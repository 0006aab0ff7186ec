package tori.peers.outbox;

import java.io.IOException;

/** Ends this process when the one that started it is gone, so that none is left behind. */
final class Parent {

    private Parent() {}

    /** Waits in a thread of its own for the end of standard input, which the parent holds. */
    static void endWithIt() {
        Thread.ofPlatform().daemon().name("parent").start(Parent::awaitEnd);
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here; the end is what is waited for.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        System.exit(1);
    }
}
