package tori.house.sample;

import java.sql.Connection;
import java.time.Instant;

/** Breaks rules of the house, so that a test can see that they are kept. */
public final class ReadsTheClock {

    static int calls;

    private ReadsTheClock() {}

    static String describe(Connection connection) throws InterruptedException {
        calls++;
        Thread.sleep(1);
        return Instant.now() + " " + Math.random() + " " + connection;
    }
}
