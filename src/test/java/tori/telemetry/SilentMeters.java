package tori.telemetry;

import tori.model.EventType;
import tori.model.MonitorId;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Counts nothing; a base for tests and benchmarks that care for few counts or none. */
public class SilentMeters implements Meters {

    @Override
    public void polled(MonitorId monitor, String result, long durationNanos) {}

    @Override
    public void lagged(MonitorId monitor, long lagNanos) {}

    @Override
    public void up(MonitorId monitor, boolean up) {}

    @Override
    public void page(String shortcut) {}

    @Override
    public void forget(MonitorId monitor) {}

    @Override
    public void raised(EventType type) {}

    @Override
    public void evicted(String destination) {}

    @Override
    public void expired(String destination) {}

    @Override
    public void cancelled(String destination) {}

    @Override
    public void delivered(String destination, String result, int events) {}

    @Override
    public void edited(String destination, String result) {}

    @Override
    public void detectToSend(String destination, long nanos) {}

    @Override
    public void queueDepth(String destination, IntSupplier depth) {}

    @Override
    public void outbox(String state, LongSupplier count) {}

    @Override
    public void digested(String destination, String what, long events) {}

    @Override
    public void held(String destination, IntSupplier count) {}

    @Override
    public void forgetDestination(String destination) {}

    @Override
    public void storeLost(int rows) {}

    @Override
    public void loopFailed(String loop) {}

    @Override
    public void reloaded(boolean successful) {}
}
