package tori;

import tori.cli.ExitStatus;
import tori.config.DestinationConfig;
import tori.config.PathsConfig;
import tori.http.FallbackLookup;
import tori.http.Resolver;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.UuidV7;
import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** Sends one marked test message and says what the destination answered. */
final class NotifyTest {

    private final PrintStream out;
    private final PrintStream err;

    NotifyTest(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * @param paths says who is asked for names when the system fails
     */
    int run(String name, DestinationConfig destination, PathsConfig paths)
            throws InterruptedException {
        NanoClock clock = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        try (FallbackLookup lookup = new FallbackLookup(Resolver.Lookup.SYSTEM, clock);
                Resolver resolver = new Resolver(lookup, Resolver.Limits.DEFAULT, clock);
                SenderFactory senders = new SenderFactory(resolver, clock, wall);
                Sender sender = senders.sender(destination)) {
            lookup.configure(paths.dnsFallback());
            Event event =
                    new Event(
                            new UuidV7(wall, RandomSource.fresh()).next(),
                            new MonitorId("tori", "notify-test"),
                            EventType.TEST,
                            name,
                            wall.instant(),
                            clock.nanoTime(),
                            new Notice(
                                    "This is a test message of tori to "
                                            + name
                                            + ". All is well."));
            return tell(name, sender.send(List.of(event)));
        } catch (IllegalArgumentException e) {
            err.println("tori: destinations." + name + ": " + e.getMessage());
            return ExitStatus.USAGE;
        }
    }

    private int tell(String name, SendResult result) {
        String answer =
                switch (result) {
                    case SendResult.Sent _ -> "took the test message";
                    case SendResult.Throttled throttled ->
                            "is throttled; it asks to wait "
                                    + throttled.retryAfter().toSeconds()
                                    + " s";
                    case SendResult.Refused refused -> "refused it: " + refused.reason();
                    case SendResult.Gone gone -> "is gone: " + gone.reason();
                    case SendResult.Failed failed -> "failed: " + failed.reason();
                };
        out.println(name + " " + answer);
        return result instanceof SendResult.Sent ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
