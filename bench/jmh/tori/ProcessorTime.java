package tori;

import com.sun.management.OperatingSystemMXBean;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;

/**
 * A profiler for JMH: the processor time that the whole process takes for one operation, which is
 * that of producers, consumer, scheduler and collector together. {@code -prof tori.ProcessorTime}.
 */
public final class ProcessorTime implements InternalProfiler {

    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long begunNanos;

    @Override
    public String getDescription() {
        return "Processor time of the process per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        begunNanos = process.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long spentNanos = process.getProcessCpuTime() - begunNanos;
        double operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                new ScalarResult("cpu", spentNanos / operations, "ns/op", AggregationPolicy.AVG));
    }
}
