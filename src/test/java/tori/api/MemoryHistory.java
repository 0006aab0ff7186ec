package tori.api;

import tori.history.Bucket;
import tori.history.Buckets;
import tori.history.CheckHistory;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history in memory. Used by one test and the requests it makes, one after the other. */
public final class MemoryHistory implements CheckHistory {

    final Map<MonitorId, List<Sample>> samples = new HashMap<>();
    boolean broken;

    public void add(MonitorId monitor, Sample sample) {
        samples.computeIfAbsent(monitor, _ -> new ArrayList<>()).add(sample);
    }

    private List<Sample> of(MonitorId monitor) {
        return samples.getOrDefault(monitor, List.of());
    }

    @Override
    public boolean knows(MonitorId monitor) {
        return samples.containsKey(monitor);
    }

    @Override
    public List<Sample> samples(MonitorId monitor, long fromMillis, long toMillis, int limit) {
        return of(monitor).stream()
                .filter(one -> one.timeMillis() >= fromMillis && one.timeMillis() < toMillis)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Bucket> buckets(
            MonitorId monitor, Resolution resolution, long fromMillis, long toMillis)
            throws IOException {
        if (broken) {
            throw new IOException("the disk is gone");
        }
        Buckets buckets = new Buckets(resolution);
        of(monitor).forEach(buckets::add);
        return buckets.build(fromMillis, toMillis);
    }

    @Override
    public Map<MonitorId, List<Bucket>> buckets(
            Collection<MonitorId> monitors, Resolution resolution, long fromMillis, long toMillis)
            throws IOException {
        Map<MonitorId, List<Bucket>> all = new HashMap<>();
        for (MonitorId monitor : monitors) {
            all.put(monitor, buckets(monitor, resolution, fromMillis, toMillis));
        }
        return all;
    }
}
