package tori.measure;

import java.nio.file.Path;
import java.util.List;

/**
 * One measurement: a command that ends by itself and leaves one JSON text.
 *
 * @param name of its result, without folder and ending
 * @param asks what it answers, for people
 * @param minutes after which it is ended, as a bound for what hangs; short runs have a third
 * @param runs how often the command runs; each gives one JSON
 * @param needs a file of the project without which there is nothing to run; empty for none
 * @param full the command of a whole measurement, as it can be typed in the project's folder;
 *     {@code $raw} is where it writes its JSON, which is standard output if there is no such word
 * @param brief the same within a minute, to see that it works
 */
record Measurement(
        String name, String asks, int minutes, int runs, String needs, String full, String brief) {

    /** All, in the order of measuring. */
    static final List<Measurement> ALL =
            List.of(
                    jmh(
                            "compare",
                            "reading and comparing a page that lies in memory, beside parsers",
                            "CompareBenchmark",
                            30),
                    jmh(
                            "inflate",
                            "polls of a compressed page: unchanged, one change, equal bytes",
                            "InflateBenchmark",
                            30),
                    jmh(
                            "not-modified",
                            "a poll that is answered 304, beside OkHttp alone",
                            "NotModifiedBenchmark",
                            10),
                    jmh(
                            "page-size",
                            "a poll against the number of products, beside Jackson streaming",
                            "tori.shopify.*Benchmark.(inflate|pollUnchanged|pollOneChange|jackson)$"
                                    + " -p products=10,50,100,250 -p encoding=gzip",
                            30),
                    new Measurement(
                            "queue-and-limiter",
                            "queue and limiter beside the JDK's and other libraries'",
                            45,
                            1,
                            "bench/queue",
                            "bench/queue --out $raw",
                            "bench/queue --out $raw 'tori\\.(ring|dispatch)\\.'"
                                    + " -wi 1 -i 1 -w 50ms -r 50ms"),
                    new Measurement(
                            "start",
                            "java -jar to the first poll, cold and warm; memory of the idle demo",
                            30,
                            1,
                            "bench/start",
                            "bench/start --runs 15 --out $raw",
                            "bench/start --runs 2 --only 'java alone,shipped' --out $raw"),
                    new Measurement(
                            "peers-http",
                            "processor time of a whole poll, beside Python and Node",
                            10,
                            3,
                            "bench/peers/http/run",
                            "bench/peers/http/run 400",
                            "bench/peers/http/run 20"),
                    new Measurement(
                            "outbox",
                            "guaranteed delivery beside the libraries that do the same",
                            40,
                            1,
                            "bench/peers/outbox/pom.xml",
                            outbox(
                                    "--runs 3 --contenders tori/sqlite,db-scheduler/sqlite,"
                                            + "jobrunr/sqlite,transaction-outbox/postgres,"
                                            + "namastack-outbox/postgres,no-store --producers 50"
                                            + " --seconds 12 --latency-seconds 5 --warmup 6000"),
                            outbox(
                                    "--runs 1 --contenders tori/sqlite,no-store --events 500"
                                            + " --seconds 4 --latency-seconds 2 --warmup 200")),
                    load(
                            "latency-idle",
                            "detect to send while little happens",
                            3,
                            "--rate 20 --interval 500ms",
                            "--warmup 40s --warmup-rate 400 --duration 60s"),
                    load(
                            "latency-idle-zstd",
                            "the same of stores that offer zstd",
                            3,
                            "--rate 20 --interval 500ms --encoding zstd",
                            "--warmup 40s --warmup-rate 400 --duration 60s"),
                    load(
                            "latency-storm",
                            "detect to send while everything changes",
                            3,
                            "--rate 5000 --stores 50 --products 30 --interval 200ms",
                            "--warmup 30s --duration 45s"),
                    script(
                            "monitors",
                            "cost against the number of monitors, beside virtual threads",
                            60,
                            // A million are polled for the first time within two minutes.
                            "--count 10000,100000,1000000 --cases stub,threads --runs 1"
                                    + " --warm-up 150",
                            "--count 1000 --cases stub,threads --runs 1 --warm-up 2 --seconds 5"),
                    new Measurement(
                            "monitors-loopback",
                            "many monitors of a server on this machine that answers 304",
                            20,
                            1,
                            "bench/monitors",
                            "bench/monitors --count 10000,100000 --cases loopback --runs 1 --out"
                                    + " $raw",
                            "bench/monitors --count 1000 --cases loopback --runs 1 --warm-up 2"
                                    + " --seconds 5 --out $raw"),
                    script(
                            "uptime",
                            "10,000 checks of http every ten seconds, and how soon pages come",
                            20,
                            "--runs 1",
                            "--count 200 --keep-alive false --warm-up 5 --seconds 10"),
                    script(
                            "collectors",
                            "collectors and heap sizes, on the same work",
                            30,
                            "--runs 1 --warm-up 30 --seconds 30",
                            "--count 1000 --runs 1 --warm-up 2 --seconds 5"),
                    script(
                            "soak",
                            "an hour under load: live heap, pauses, threads, sockets, files",
                            90,
                            "--duration 1h --pin",
                            "--duration 80s --every 20s"));

    private static Measurement jmh(String name, String asks, String benchmarks, int minutes) {
        return new Measurement(
                name,
                asks,
                minutes,
                1,
                "bench/jmh",
                jmh(benchmarks, "-f 2 -wi 3 -i 5 -w 1s -r 1s"),
                jmh(benchmarks, "-f 1 -wi 1 -i 1 -w 50ms -r 50ms"));
    }

    private static String jmh(String benchmarks, String options) {
        return "$maven -q test-compile exec:exec@jmh -Dbench='"
                + benchmarks
                + " "
                + options
                + " -prof gc -foe true -rf json -rff $raw'";
    }

    private static String outbox(String options) {
        return "$maven -q -f bench/peers/outbox/pom.xml -Dtori.jar=$PWD/target/tori.jar"
                + " test-compile exec:exec -Dbench='"
                + options
                + " --out $stem'";
    }

    private static Measurement load(
            String name, String asks, int runs, String options, String times) {
        String command = "$java -jar target/tori.jar load http " + options + " --inside --json ";
        return new Measurement(
                name, asks, 5, runs, "", command + times, command + "--warmup 2s --duration 5s");
    }

    private static Measurement script(
            String name, String asks, int minutes, String full, String brief) {
        String file = "bench/" + name;
        return new Measurement(
                name,
                asks,
                minutes,
                1,
                file,
                file + " " + full + " --out $raw",
                file + " " + brief + " --out $raw");
    }

    /** Takes an hour, and is asked for by itself. */
    boolean isSoak() {
        return name.equals("soak");
    }

    Path result(Path folder) {
        return folder.resolve(name + ".json");
    }
}
