package tori.api;

import java.util.List;

/** Reads the configuration again. Thread-safe. */
@FunctionalInterface
public interface Reloader {

    /** How it ended. Blocks until the new configuration is in effect or refused. */
    Outcome reload() throws InterruptedException;

    /** How a reload ended. */
    sealed interface Outcome {

        /**
         * The configuration is in effect.
         *
         * @param message what has changed
         */
        record Done(String message) implements Outcome {}

        /**
         * The configuration is wrong; nothing has changed.
         *
         * @param problems all of them, each a sentence with its place
         */
        record Refused(List<String> problems) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /**
         * Not now; nothing has changed.
         *
         * @param reason a sentence, such as that another reload is under way
         */
        record Busy(String reason) implements Outcome {}
    }
}
