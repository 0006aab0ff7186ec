package tori.history;

import tori.model.MonitorId;
import tori.model.Sample;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The history where nothing is kept. Any thread. */
public final class NoHistory implements CheckHistory {

    @Override
    public boolean knows(MonitorId monitor) {
        return false;
    }

    @Override
    public List<Sample> samples(MonitorId monitor, long fromMillis, long toMillis, int limit) {
        return List.of();
    }

    @Override
    public List<Bucket> buckets(
            MonitorId monitor, Resolution resolution, long fromMillis, long toMillis) {
        return List.of();
    }

    @Override
    public Map<MonitorId, List<Bucket>> buckets(
            Collection<MonitorId> monitors, Resolution resolution, long fromMillis, long toMillis) {
        return Map.of();
    }
}
