package tori.launcher;

import java.util.concurrent.CountDownLatch;

/** A program that lives until {@link ParentWatch} ends it. */
public final class Watched {

    private Watched() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> System.out.println("bye")));
        ParentWatch.startIfLaunched();
        System.out.println("up " + System.getProperty(ParentWatch.PARENT_PROPERTY));
        new CountDownLatch(1).await();
    }
}
