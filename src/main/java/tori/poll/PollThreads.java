package tori.poll;

/** Starts the thread that runs one poll. Called by the wheel's thread; must not block. */
@FunctionalInterface
interface PollThreads {

    /** A virtual thread for each poll. */
    PollThreads VIRTUAL = (name, poll) -> Thread.ofVirtual().name(name).start(poll);

    /** Starts a thread of this name that runs the poll once. */
    Thread start(String name, Runnable poll);
}
