package tori.delivery;

/** Is told of what was given up. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * A delivery has become a dead letter where its destination had none. Runs on the store's
     * thread; must be short and not block.
     */
    void first(Settlement settlement);
}
