package tori.load;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does several things at fixed instants, each at its own rate, whether or not what came before is
 * done; what is late is made up for at once, until the duration is over. Used by one thread.
 */
final class OpenLoop {

    /** More than any machine makes; each has an instant of its own in nanoseconds. */
    static final double MAX_PER_SECOND = 20_000;

    /** How long after the end what was due before it may be made up for. */
    private static final Duration MAKE_UP = Duration.ofSeconds(1);

    /** What is done at an instant. */
    @FunctionalInterface
    interface Step {

        /**
         * Does it.
         *
         * @param number from 0
         * @param dueNanos when it was due; the clock may be later
         */
        void at(long number, long dueNanos) throws IOException, InterruptedException;
    }

    private static final class Course {
        final double gapNanos;
        final Step step;
        long number;

        Course(double gapNanos, Step step) {
            this.gapNanos = gapNanos;
            this.step = step;
        }

        long dueNanos() {
            return (long) (number * gapNanos);
        }
    }

    private final NanoClock clock;
    private final Sleeper sleeper;
    private final List<Course> courses = new ArrayList<>();

    OpenLoop(NanoClock clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Does this so many times a second; never if that is 0.
     *
     * @return this
     */
    OpenLoop at(double perSecond, Step step) {
        if (perSecond > 0) {
            courses.add(new Course(1e9 / perSecond, step));
        }
        return this;
    }

    /** Whether there can be so many a second. */
    static boolean isRate(double perSecond) {
        return perSecond > 0 && perSecond <= MAX_PER_SECOND;
    }

    /** How many are due at this rate within the duration. */
    static long due(double perSecond, Duration duration) {
        if (perSecond == 0) {
            return 0;
        }
        double gapNanos = 1e9 / perSecond;
        long number = (long) (duration.toNanos() / gapNanos);
        // The quotient may be rounded to either side of what run reckons.
        return (long) (number * gapNanos) < duration.toNanos() ? number + 1 : number;
    }

    /**
     * Returns when everything has been done that was due within the duration, or a second after it:
     * then what is not done yet is left.
     */
    void run(Duration duration) throws IOException, InterruptedException {
        long startNanos = clock.nanoTime();
        long endNanos = startNanos + duration.plus(MAKE_UP).toNanos();
        while (clock.nanoTime() - endNanos < 0) {
            Course next = null;
            for (Course course : courses) {
                if (next == null || course.dueNanos() < next.dueNanos()) {
                    next = course;
                }
            }
            if (next == null || next.dueNanos() >= duration.toNanos()) {
                sleeper.sleep(startNanos + duration.toNanos() - clock.nanoTime());
                return;
            }
            long dueNanos = startNanos + next.dueNanos();
            long waitNanos = dueNanos - clock.nanoTime();
            if (waitNanos > 0) {
                sleeper.sleep(waitNanos);
            }
            next.step.at(next.number, dueNanos);
            next.number++;
        }
    }
}
