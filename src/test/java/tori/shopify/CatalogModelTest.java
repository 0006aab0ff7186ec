package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import tori.poll.PollResult;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Random catalogues that change at random, against a model of maps. */
class CatalogModelTest {

    /** What the model knows of a variant. */
    private record Stock(Boolean available, BigDecimal price) {}

    private final Map<Long, Map<Long, Stock>> known = new TreeMap<>();

    @Property(tries = 150)
    void shouldRaiseWhatTheModelFinds(@ForAll long seed) throws Exception {
        known.clear();
        Random random = new Random(seed);
        CatalogMaker maker = new CatalogMaker(seed);
        Watch watch = new Watch();
        watch.restart(Watch.unguarded());
        List<ProductState> products = maker.products(1 + random.nextInt(8));
        observe(products);
        watch.shop.pages(maker.spell(products));
        assertThat(watch.events()).isEmpty();
        for (int i = 0; i < 8; i++) {
            products = changed(products, maker, random);
            List<String> expected = observe(products);
            watch.shop.pages(maker.spell(products));
            assertThat(watch.told()).containsExactlyInAnyOrderElementsOf(expected);
            if (random.nextInt(3) == 0) {
                watch.restart();
            }
            if (random.nextInt(3) == 0) {
                String whole = maker.spell(maker.products(2)).strip();
                watch.shop.pages(whole.substring(0, whole.length() - 1));
                assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
            }
        }
    }

    @Property(tries = 300)
    void shouldFindNothingInAnotherSpelling(@ForAll long seed) throws Exception {
        CatalogMaker maker = new CatalogMaker(seed);
        List<ProductState> products = maker.products(5);
        Watch watch = new Watch();
        watch.shop.pages(maker.spell(products));
        watch.poll();
        for (int i = 0; i < 3; i++) {
            watch.shop.pages(maker.spell(products));
            assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        }
    }

    /** Pages of 250 whose products move while they are read: nobody is new, nobody is gone. */
    @Property(tries = 25)
    void shouldNotBeMisledByPagesThatShift(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        for (int id = 1; id <= 600; id++) {
            order.add(id);
        }
        Watch watch = new Watch();
        watch.shop.answer(fetch -> FakeShop.Answer.of(200, page(order, FakeShop.page(fetch))));
        watch.poll();
        int[] slides = {0};
        watch.shop.answer(fetch -> {
            // One product is put in front between two requests, which pushes all the
            // others down, or the one in front goes to the end, which pulls them up.
            if (slides[0]++ < 2) {
                Collections.rotate(order, random.nextBoolean() ? 1 : -1);
            }
            return FakeShop.Answer.of(200, page(order, FakeShop.page(fetch)));
        });
        assertThat(watch.told()).isEmpty();
    }

    private static String page(List<Integer> order, int page) {
        int from = Math.min((page - 1) * 250, order.size());
        List<String> products = new ArrayList<>();
        for (int id : order.subList(from, Math.min(from + 250, order.size()))) {
            products.add(Feed.product(id, Feed.variant(id * 10L, true, "5.00")));
        }
        return Feed.of(products);
    }

    private static List<ProductState> changed(
            List<ProductState> before, CatalogMaker maker, Random random) {
        List<ProductState> now = new ArrayList<>();
        for (ProductState product : before) {
            int what = random.nextInt(10);
            if (what == 0) {
                continue;
            }
            now.add(what < 5 ? withVariants(product, maker, random) : product);
        }
        if (random.nextInt(3) == 0) {
            long id = 8_000_000_000_000L + random.nextInt(1000);
            if (now.stream().noneMatch(product -> product.id() == id)) {
                now.add(random.nextInt(now.size() + 1), maker.product(id));
            }
        }
        return now;
    }

    private static ProductState withVariants(
            ProductState product, CatalogMaker maker, Random random) {
        List<VariantState> variants = null;
        if (random.nextInt(12) > 0) {
            variants = new ArrayList<>();
            for (VariantState variant : product.knownVariants()) {
                int what = random.nextInt(8);
                if (what > 0) {
                    variants.add(what < 5 ? maker.variant(variant.id()) : variant);
                }
            }
            if (random.nextInt(4) == 0) {
                variants.add(maker.variant(product.id() * 10 + 5 + random.nextInt(4)));
            }
            variants = new ArrayList<>(Map.copyOf(byId(variants)).values());
        }
        return new ProductState(
                product.id(),
                product.title(),
                product.handle(),
                product.vendor(),
                product.type(),
                product.image(),
                random.nextInt(10) == 0 ? null : List.of("Size", "Colour"),
                variants,
                0,
                false);
    }

    private static Map<Long, VariantState> byId(List<VariantState> variants) {
        Map<Long, VariantState> byId = new TreeMap<>();
        variants.forEach(variant -> byId.put(variant.id(), variant));
        return byId;
    }

    /** The model: takes over what is seen and says what changed. */
    private List<String> observe(List<ProductState> products) {
        List<String> events = new ArrayList<>();
        List<Long> seen = products.stream().map(ProductState::id).toList();
        for (Long id : List.copyOf(known.keySet())) {
            if (!seen.contains(id)) {
                events.add("PRODUCT_REMOVED " + id);
                known.remove(id);
            }
        }
        for (ProductState product : products) {
            Map<Long, Stock> stocks = known.get(product.id());
            if (stocks == null) {
                events.add("PRODUCT_NEW " + product.id());
                stocks = new TreeMap<>();
                known.put(product.id(), stocks);
                for (VariantState variant : product.knownVariants()) {
                    stocks.put(variant.id(), stock(variant));
                }
            } else if (product.variants() != null) {
                observe(product, stocks, events);
            }
        }
        return events;
    }

    private static void observe(
            ProductState product, Map<Long, Stock> stocks, List<String> events) {
        Map<Long, VariantState> now = byId(product.knownVariants());
        for (Long id : List.copyOf(stocks.keySet())) {
            if (!now.containsKey(id)) {
                events.add("VARIANT_REMOVED " + product.id() + "/" + id);
                stocks.remove(id);
            }
        }
        now.forEach((id, variant) -> {
            String subject = product.id() + "/" + id;
            Stock is = stock(variant);
            Stock was = stocks.get(id);
            if (was == null) {
                events.add("VARIANT_NEW " + subject);
                stocks.put(id, is);
                return;
            }
            boolean both = was.available() != null && is.available() != null;
            if (both && !Objects.equals(was.available(), is.available())) {
                events.add((is.available() ? "RESTOCKED " : "SOLD_OUT ") + subject);
            }
            if (was.price() != null
                    && is.price() != null
                    && was.price().compareTo(is.price()) != 0) {
                events.add("PRICE_CHANGED " + subject);
            }
            stocks.put(
                    id,
                    new Stock(
                            is.available() == null ? was.available() : is.available(),
                            is.price() == null ? was.price() : is.price()));
        });
    }

    private static Stock stock(VariantState variant) {
        String price = variant.price();
        return new Stock(variant.available(), price == null ? null : new BigDecimal(price));
    }
}
