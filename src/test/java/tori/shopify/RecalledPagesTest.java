package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import tori.shopify.FakeShop.Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * A store that calls its pages unmodified is seen as it is by a monitor that reads all of them each
 * time.
 */
class RecalledPagesTest {

    private static final int PAGE_SIZE = 250;

    private record Item(int id, boolean available) {}

    private final List<Item> items = new ArrayList<>();

    @Property(tries = 60)
    void shouldTellAndCountAsIfEveryPageHadBeenRead(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        items.clear();
        int size = PAGE_SIZE * random.nextInt(3) + random.nextInt(30);
        for (int i = 0; i < size; i++) {
            items.add(new Item(i + 1, true));
        }
        Watch reading = new Watch(Watch.unguarded());
        Watch recalling = new Watch(Watch.unguarded());
        reading.shop.answer(fetch -> Answer.of(200, page(FakeShop.page(fetch))));
        recalling.shop.answer(fetch -> {
            String page = page(FakeShop.page(fetch));
            String etag = "\"" + Objects.hash(page, page.length()) + "\"";
            return etag.equals(fetch.etag())
                    ? Answer.of(304, "")
                    : Answer.of(200, page).with("ETag", etag);
        });
        for (int poll = 0; poll < 12; poll++) {
            assertThat(recalling.told()).isEqualTo(reading.told());
            Look seen = recalling.monitor.lastLook();
            Look whole = reading.monitor.lastLook();
            assertThat(seen.products()).isEqualTo(whole.products());
            assertThat(seen.variants()).isEqualTo(whole.variants());
            assertThat(seen.available()).isEqualTo(whole.available());
            change(random);
        }
    }

    private String page(int number) {
        List<String> products = new ArrayList<>();
        int from = (number - 1) * PAGE_SIZE;
        for (Item item :
                items.subList(
                        Math.min(from, items.size()), Math.min(from + PAGE_SIZE, items.size()))) {
            products.add(
                    Feed.product(
                            item.id(), Feed.variant(item.id() * 10L, item.available(), "5.00")));
        }
        return Feed.of(products);
    }

    /** Nothing half of the time, so that there is something to recall. */
    private void change(Random random) {
        int at = items.isEmpty() ? 0 : random.nextInt(items.size());
        switch (random.nextInt(8)) {
            case 0 -> items.add(at, new Item(1000 + random.nextInt(30), random.nextBoolean()));
            case 1 -> {
                if (!items.isEmpty()) {
                    items.remove(at);
                }
            }
            case 2 -> {
                if (!items.isEmpty()) {
                    items.set(at, new Item(items.get(at).id(), !items.get(at).available()));
                }
            }
            case 3 -> {
                if (!items.isEmpty()) {
                    items.add(random.nextInt(items.size()), items.remove(at));
                }
            }
            default -> {
                // As it was.
            }
        }
    }
}
