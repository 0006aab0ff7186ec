package tori.cli;

import tori.load.DiscordLoadOrder;
import tori.load.EventLoadOrder;
import tori.load.HttpLoadOrder;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What the commands do, implemented by the root. Results go to standard output, everything else to
 * standard error; each returns an {@link ExitStatus}. Called on the main thread.
 */
public interface Actions {

    /** The daemon: returns when it has been told to stop and has drained. */
    int run(Path config) throws Exception;

    /** Validates the configuration and prints every problem. */
    int check(Path config) throws Exception;

    /** Looks once and prints what it saw; sends and stores nothing. */
    int probe(Path config, ProbeOrder order) throws Exception;

    /** Sends one marked test message and prints the answer. */
    int notifyTest(Path config, String destination) throws Exception;

    /** Runs recorded feeds through the comparison and prints the events, or why there are none. */
    int replay(ReplayOrder order) throws Exception;

    /** Shows and decides about deliveries, of the running daemon or in the store at rest. */
    int deliveries(Path config, DeliveriesOrder order) throws Exception;

    /** Adds and shows users, at the running daemon or in the store at rest. */
    int users(Path config, UserOrder order) throws Exception;

    /** Shows how the monitors of a running daemon are doing. */
    int status(StatusOrder order) throws Exception;

    /** Tells what became of an event, of the running daemon or of the store at rest. */
    int explain(Path config, UUID event, boolean json) throws Exception;

    /** Profiles a running daemon. */
    int profile(ProfileOrder order) throws Exception;

    /** Loads a tori of its own with many changing stores and prints how soon it told. */
    int loadHttp(HttpLoadOrder order, boolean json) throws Exception;

    /** Loads a tori of its own that tells look-alikes of Discord, and prints how it did. */
    int loadDiscord(DiscordLoadOrder order, boolean json) throws Exception;

    /** Pushes guaranteed events into a tori and prints what became of them. */
    int loadEvents(EventLoadOrder order, boolean json) throws Exception;

    /** Prints what a Flight Recorder recording shows. */
    int summary(Path recording, boolean json) throws Exception;

    /** Makes the key that polls are signed with if there is none, and shows it. */
    int signing(Path config, SigningOrder order) throws Exception;

    /** Prints the JSON Schema of the configuration. */
    int schema() throws Exception;

    /** Prints version, build and Java. */
    int version() throws Exception;
}
