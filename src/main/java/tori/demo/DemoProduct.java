package tori.demo;

import java.util.List;

/**
 * A product of the demo's store.
 *
 * @param line what kind of thing it is
 * @param publishedTick the step of the shop's life at which it appeared; 0 or less for the first
 *     ones
 */
record DemoProduct(
        long id,
        String title,
        String handle,
        String vendor,
        DemoLine line,
        long publishedTick,
        List<DemoVariant> variants) {}
