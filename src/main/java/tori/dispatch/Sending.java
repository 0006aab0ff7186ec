package tori.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * One request under way: made by the dispatcher, run once by a virtual thread named after the
 * destination, and handed back to the dispatcher with its result, whatever happens.
 */
abstract sealed class Sending implements Runnable permits BatchSending, DepartureSending {

    private final Outlet outlet;
    private final Grant grant;
    private final LaneContext context;
    private @Nullable Thread thread;
    private long number;

    /**
     * @param grant what the limits granted for this request
     */
    Sending(Outlet outlet, Grant grant, LaneContext context) {
        this.outlet = outlet;
        this.grant = grant;
        this.context = context;
    }

    Outlet outlet() {
        return outlet;
    }

    LaneContext context() {
        return context;
    }

    String destination() {
        return outlet.destination();
    }

    /** How many events of the freshest lane it carries. */
    abstract int events();

    /** Its place among the requests of its outlet, from 1. Dispatcher thread. */
    long number() {
        return number;
    }

    /** Dispatcher thread, before it starts. */
    void number(long ordinal) {
        number = ordinal;
    }

    /** Its permits. Dispatcher thread. */
    Grant grant() {
        return grant;
    }

    /** Dispatcher thread. */
    void start() {
        thread = context.threads().start("send " + destination(), this);
    }

    /** Dispatcher thread. */
    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
