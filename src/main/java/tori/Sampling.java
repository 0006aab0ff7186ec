package tori;

import tori.model.MonitorId;
import tori.model.Sample;
import tori.poll.SampleSink;
import tori.uptime.UptimeServices;

import java.time.Instant;

/**
 * Keeps what polls found, with a note where it fell into maintenance. Any thread; see {@link
 * SampleSink}.
 */
final class Sampling implements SampleSink {

    private final SampleSink store;
    private final UptimeServices.Windows windows;

    Sampling(SampleSink store, UptimeServices.Windows windows) {
        this.store = store;
        this.windows = windows;
    }

    @Override
    public void sampled(MonitorId monitor, Sample sample) {
        Instant at = Instant.ofEpochMilli(sample.timeMillis());
        boolean maintenance = windows.left(monitor, at).isPositive();
        store.sampled(monitor, maintenance ? sample.inMaintenance() : sample);
    }
}
