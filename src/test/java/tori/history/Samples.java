package tori.history;

import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Samples for tests, whatever a clock may say. */
final class Samples {

    static final long START = Instant.parse("2026-03-28T22:58:30Z").toEpochMilli();

    private Samples() {}

    static Sample up(long timeMillis, long latencyMicros) {
        return new Sample(timeMillis, Outcome.UP, latencyMicros);
    }

    static Sample failed(long timeMillis) {
        return new Sample(timeMillis, Outcome.FAILED, Sample.NO_LATENCY);
    }

    static Sample any(Random random, long timeMillis) {
        Outcome[] outcomes = Outcome.values();
        Outcome outcome =
                random.nextInt(4) > 0 ? Outcome.UP : outcomes[random.nextInt(outcomes.length)];
        long latency =
                random.nextInt(8) == 0
                        ? Sample.NO_LATENCY
                        : (long) Math.exp(random.nextDouble() * 24);
        return new Sample(timeMillis, outcome, latency);
    }

    /** Mostly one after the other; now and then the clock is set, by up to some days. */
    static List<Sample> many(long seed, int count) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        long time = START;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(40_000);
            if (random.nextInt(50) == 0) {
                time += random.nextLong(-1, 2) * random.nextLong(Duration.ofDays(3).toMillis());
            }
            samples.add(any(random, time));
        }
        return samples;
    }
}
