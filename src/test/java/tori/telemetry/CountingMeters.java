package tori.telemetry;

import tori.model.EventType;
import tori.model.MonitorId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Counts every call under {@code method} or {@code method:label}, for tests. Thread-safe. */
public final class CountingMeters implements Meters {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * How often a method was called, or with this label: {@code "evicted"}, {@code
     * "delivered:main:throttled"}.
     */
    public long count(String name) {
        LongAdder adder = counts.get(name);
        return adder == null ? 0 : adder.sum();
    }

    private void add(String name, long by) {
        counts.computeIfAbsent(name, key -> new LongAdder()).add(by);
    }

    @Override
    public void polled(MonitorId monitor, String result, long durationNanos) {
        add("polled", 1);
        add("polled:" + monitor + ":" + result, 1);
    }

    @Override
    public void lagged(MonitorId monitor, long lagNanos) {
        add("lagged", 1);
    }

    @Override
    public void up(MonitorId monitor, boolean up) {
        add("up:" + monitor + ":" + up, 1);
    }

    @Override
    public void page(String shortcut) {
        add("page:" + shortcut, 1);
    }

    @Override
    public void forget(MonitorId monitor) {
        add("forget:" + monitor, 1);
    }

    @Override
    public void raised(EventType type) {
        add("raised", 1);
        add("raised:" + type, 1);
    }

    @Override
    public void evicted(String destination) {
        add("evicted", 1);
        add("evicted:" + destination, 1);
    }

    @Override
    public void expired(String destination) {
        add("expired", 1);
        add("expired:" + destination, 1);
    }

    @Override
    public void cancelled(String destination) {
        add("cancelled", 1);
        add("cancelled:" + destination, 1);
    }

    @Override
    public void delivered(String destination, String result, int events) {
        add("delivered:" + destination + ":" + result, events);
    }

    @Override
    public void edited(String destination, String result) {
        add("edited:" + destination + ":" + result, 1);
    }

    @Override
    public void detectToSend(String destination, long nanos) {
        add("detectToSend:" + destination, 1);
    }

    @Override
    public void queueDepth(String destination, IntSupplier depth) {
        add("queueDepth:" + destination, 1);
    }

    @Override
    public void outbox(String state, LongSupplier count) {
        add("outbox:" + state, 1);
    }

    @Override
    public void digested(String destination, String what, long events) {
        add("digested:" + destination + ":" + what, events);
    }

    @Override
    public void held(String destination, IntSupplier count) {
        add("held:" + destination, 1);
    }

    @Override
    public void forgetDestination(String destination) {
        add("forgetDestination:" + destination, 1);
    }

    @Override
    public void storeLost(int rows) {
        add("storeLost", rows);
    }

    @Override
    public void samplesLost(int samples) {
        add("samplesLost", samples);
    }

    @Override
    public void loopFailed(String loop) {
        add("loopFailed:" + loop, 1);
    }

    @Override
    public void reloaded(boolean successful) {
        add("reloaded:" + successful, 1);
    }
}
