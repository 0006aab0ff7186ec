package tori.cli;

import org.jspecify.annotations.Nullable;

import tori.model.PriceText;
import tori.model.Product;
import tori.model.Variant;
import tori.shopify.Shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Lists products as lines to read and copy from: the ids and handles that a configuration asks for,
 * and what they stand for. Stateless, any thread.
 */
public final class ProductSheet {

    /** More would hide what a probe says about the monitor; words narrow it. */
    static final int MAX_UNASKED = 20;

    private static final int MAX_CHOICE = 40;
    private static final int MAX_PRICE = 24;

    private ProductSheet() {}

    /**
     * The lines.
     *
     * @param products to list
     * @param all whether to list all of them, however many
     */
    public static List<String> lines(List<Shown> products, boolean all) {
        List<String> lines = new ArrayList<>();
        int shown = all ? products.size() : Math.min(products.size(), MAX_UNASKED);
        for (Shown product : products.subList(0, shown)) {
            lines.add("");
            add(product, lines);
        }
        if (shown < products.size()) {
            lines.add("");
            lines.add(
                    "… and "
                            + (products.size() - shown)
                            + " more products: give words that occur in the one you want, or"
                            + " --product HANDLE; --json lists all");
        }
        return lines;
    }

    private static void add(Shown shown, List<String> lines) {
        Product product = shown.product();
        lines.add(text(product.title(), "product " + product.id()));
        lines.add(
                "  product "
                        + product.id()
                        + "  handle "
                        + text(product.handle(), "not known")
                        + (product.url() == null ? "" : "  " + TerminalText.escape(product.url())));
        List<List<String>> rows = new ArrayList<>();
        for (Variant variant : shown.variants()) {
            rows.add(
                    List.of(
                            Long.toString(variant.id()),
                            TerminalText.fit(choice(variant), MAX_CHOICE),
                            TerminalText.fit(
                                    PriceText.of(variant.price(), variant.currency()), MAX_PRICE),
                            stock(variant)));
        }
        int[] widths = new int[4];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        for (List<String> row : rows) {
            StringJoiner line = new StringJoiner("  ", "  variant ", "");
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                boolean last = column == widths.length - 1;
                line.add(last ? cell : cell + " ".repeat(widths[column] - length(cell)));
            }
            lines.add(line.toString());
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : TerminalText.escape(text);
    }

    private static String choice(Variant variant) {
        StringJoiner options = new StringJoiner(" · ");
        for (Map.Entry<String, String> option : variant.options().entrySet()) {
            options.add(option.getKey() + " " + option.getValue());
        }
        return variant.options().isEmpty() ? text(variant.title(), "") : options.toString();
    }

    private static String stock(Variant variant) {
        Boolean available = variant.available();
        return available == null ? "stock not known" : available ? "available" : "sold out";
    }
}
