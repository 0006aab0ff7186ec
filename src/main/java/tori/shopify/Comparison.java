package tori.shopify;

import tori.config.EventSelection;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Finds the changes between two states of one product, variant by variant. Stateless.
 *
 * <p>The new state must be the old one {@linkplain ProductState#updatedBy updated}, so that what
 * the feed left out is as before. Only known values make a change: from unknown to known is none.
 */
final class Comparison {

    private Comparison() {}

    /** Adds the changes to the list, in the order of the variants. */
    static void compare(ProductState before, ProductState now, List<Change> changes) {
        if (before.variants() == null || now.variants() == null) {
            return;
        }
        Map<Long, VariantState> old = before.variantsById();
        for (VariantState variant : now.variants()) {
            VariantState earlier = old.remove(variant.id());
            if (earlier == null) {
                changes.add(new Change(EventSelection.VARIANT_NEW, now, variant, null));
            } else {
                compare(now, earlier, variant, changes);
            }
        }
        for (VariantState gone : before.variants()) {
            if (old.containsKey(gone.id())) {
                changes.add(new Change(EventSelection.VARIANT_REMOVED, now, gone, null));
            }
        }
    }

    /** Adds the changes of one variant to the list. */
    static void compare(
            ProductState product, VariantState before, VariantState now, List<Change> changes) {
        Boolean was = before.available();
        Boolean is = now.available();
        if (was != null && is != null && !was.equals(is)) {
            EventSelection kind = is ? EventSelection.RESTOCKED : EventSelection.SOLD_OUT;
            changes.add(new Change(kind, product, now, before));
        }
        String old = before.price();
        String price = now.price();
        if (old != null && price != null && !old.equals(price)) {
            int direction = new BigDecimal(price).compareTo(new BigDecimal(old));
            if (direction != 0) {
                EventSelection kind =
                        direction < 0 ? EventSelection.PRICE_DROP : EventSelection.PRICE_RISE;
                changes.add(new Change(kind, product, now, before));
            }
        }
    }
}
