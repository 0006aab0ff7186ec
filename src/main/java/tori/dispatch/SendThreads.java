package tori.dispatch;

/** Starts the threads that may block, so that the dispatcher need not. */
@FunctionalInterface
interface SendThreads {

    /** Starts a thread of this name that runs the task once; the thread may be interrupted. */
    Thread start(String name, Runnable task);

    /** One new virtual thread per task. */
    static SendThreads virtual() {
        return (name, task) -> Thread.ofVirtual().name(name).start(task);
    }
}
