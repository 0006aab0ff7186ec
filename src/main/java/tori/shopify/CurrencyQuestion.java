package tori.shopify;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * Asks a store for its currency when that is due; whatever goes wrong, it stays as it was known.
 * Confined to the monitor's thread, which blocks in it.
 */
final class CurrencyQuestion {

    /** What stores say about themselves has some hundred bytes. */
    private static final long MAX_BYTES = 256 << 10;

    private final FeedAddresses addresses;
    private final Inquiry inquiry;
    private final Surroundings surroundings;

    CurrencyQuestion(FeedAddresses addresses, Inquiry inquiry, Surroundings surroundings) {
        this.addresses = addresses;
        this.inquiry = inquiry;
        this.surroundings = surroundings;
    }

    /** Asks if it is time to. */
    void askIfDue() throws InterruptedException {
        Instant now = surroundings.wall().instant();
        if (!addresses.showsBaseCurrency() || !surroundings.facts().isDue(addresses.root(), now)) {
            return;
        }
        Inquiry.Answer<String> answer =
                inquiry.ask(
                        addresses.meta(),
                        "application/json",
                        Inquiry.Earlier.NONE,
                        MAX_BYTES,
                        reply -> currency(Json.read(reply.body())));
        if (answer instanceof Inquiry.Given<String> given) {
            surroundings.facts().learn(addresses.root(), new BaseCurrency(given.value(), now));
        }
    }

    /** The currency in what the store says about itself. */
    private static String currency(JsonNode meta) throws MalformedFeedException {
        String code = meta.path("currency").textValue();
        if (code == null || !BaseCurrency.isCode(code)) {
            throw new MalformedFeedException("the store does not say which currency it has");
        }
        return code;
    }
}
