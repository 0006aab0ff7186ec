package tori.demo;

import java.util.List;
import java.util.Locale;

/**
 * A line of products the demo's store sells, also one of its collections.
 *
 * @param type the product type
 * @param option the name of the one option
 * @param baseCents the lowest price at launch
 * @param values the values of the option
 * @param things what is sold
 */
record DemoLine(
        String type, String option, int baseCents, List<String> values, List<String> things) {

    private static final List<String> LETTERS = List.of("XS", "S", "M", "L", "XL");
    private static final List<String> FEET = List.of("7", "8", "9", "10", "10.5", "11", "12");
    private static final List<String> WEIGHTS = List.of("250 g", "500 g", "1 kg");
    private static final List<String> EDITIONS = List.of("Black", "Coloured", "Signed");

    static final List<DemoLine> ALL =
            List.of(
                    of("Shoes", "Size", 8900, FEET, "Trail Runner", "Court Low", "Harbour Boot"),
                    of("Jackets", "Size", 14900, LETTERS, "Rain Shell", "Waxed Jacket", "Fleece"),
                    of("Shirts", "Size", 3800, LETTERS, "Pocket Tee", "Oxford Shirt", "Rib Henley"),
                    of("Coffee", "Weight", 1400, WEIGHTS, "House Roast", "Espresso", "Decaf"),
                    of(
                            "Records",
                            "Edition",
                            2900,
                            EDITIONS,
                            "Live LP",
                            "Remixes 12\"",
                            "Demos LP"));

    private static DemoLine of(
            String type, String option, int baseCents, List<String> values, String... things) {
        return new DemoLine(type, option, baseCents, values, List.of(things));
    }

    /** The handle of its collection. */
    String handle() {
        return type.toLowerCase(Locale.ROOT);
    }
}
