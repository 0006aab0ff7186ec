package tori.account;

/** Users in memory, which other tests rely on. */
class MemoryUserStoreTest extends UserStoreContract {

    private final MemoryUserStore store = new MemoryUserStore();

    @Override
    protected UserStore open() {
        return store;
    }

    @Override
    protected void close() {
        // There is nothing to close.
    }
}
