package tori.delivery;

/** Is told of what was given up. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * A delivery has become a dead letter. Runs on the store's thread; must be short and not block.
     *
     * @param first true if its destination had none (discarded ones aside)
     */
    void died(Settlement settlement, boolean first);
}
