package tori.demo;

/** A variant of the demo's store. Guarded by the shop it is in. */
final class DemoVariant {

    final long id;
    final String option;
    int cents;
    boolean available;

    DemoVariant(long id, String option, int cents, boolean available) {
        this.id = id;
        this.option = option;
        this.cents = cents;
        this.available = available;
    }

    /** The price as Shopify writes it. */
    String price() {
        return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
    }
}
