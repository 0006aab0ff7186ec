package tori.cli;

import picocli.CommandLine.Option;

/** The stores that a load puts up, as options of a command. */
final class StoreOptions {

    @Option(
            names = "--stores",
            paramLabel = "N",
            defaultValue = "20",
            description = "Stores, each a monitor (default: ${DEFAULT-VALUE}).")
    private int stores;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "50",
            description = "Products of each store, 1 to 250 (default: ${DEFAULT-VALUE}).")
    private int products;

    int stores() {
        return stores;
    }

    /** Of each store. */
    int products() {
        return products;
    }
}
