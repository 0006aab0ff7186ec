package tori.network;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Something that is made when it is first needed, once. Thread-safe; who comes meanwhile waits.
 *
 * @param <T> what it is
 */
public final class OnDemand<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private volatile @Nullable T made;

    public OnDemand(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = made;
        return known == null ? make() : known;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }

    /** What was made; null if nobody has needed it yet. */
    public @Nullable T ifMade() {
        return made;
    }
}
