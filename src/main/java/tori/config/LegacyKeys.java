package tori.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The keys of the original file. Constants only. */
final class LegacyKeys {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

    static final Key<Secret> NOTIFIER_URL =
            Key.legacy("webhook_url", Addresses.discordUrl(), "`destinations.NAME.url`")
                    .mandatory();
    static final Key<String> NOTIFIER_USERNAME =
            Key.legacy("username", Scalars.text(80), "`destinations.NAME.username`");
    static final Key<URI> NOTIFIER_AVATAR =
            Key.legacy("avatar_url", Addresses.webUrl(), "`destinations.NAME.avatar_url`");
    static final Key<List<Located<Values>>> NOTIFIER =
            Key.legacy(
                    "notifier",
                    ListShape.orSingle(
                            Section.of(
                                    "notifier", NOTIFIER_URL, NOTIFIER_USERNAME, NOTIFIER_AVATAR)),
                    "`destinations` and `notify`");
    static final Key<Duration> GLOBAL_POLL_INTERVAL =
            Key.legacy(
                    "global_poll_interval",
                    Scalars.legacyDuration(Duration.ofMillis(10), YEAR),
                    "`defaults.interval`");
    static final Key<Duration> GLOBAL_RETRY_INTERVAL =
            Key.legacy(
                    "global_retry_interval",
                    Scalars.legacyDuration(Duration.ZERO, DAY),
                    "`defaults.retry.initial`");
    static final Key<Integer> GLOBAL_MAX_RETRIES =
            Key.legacy(
                    "global_max_retries",
                    Scalars.integer32(0, 99),
                    "`defaults.retry.max_attempts`, one more, as it counts the first try");
    static final Key<URI> SITE_URL = Key.legacy("site_url", Addresses.siteUrl(), "`sites[].url`");
    static final Key<String> ENDPOINT_URL =
            Key.legacy("endpoint_url", Scalars.text(2_000), "`collection`");
    static final Key<Long> PRODUCT_ID =
            Key.legacy("id", Scalars.variantId(), "`match.variants`").mandatory();
    static final Key<String> PRODUCT_LABEL = Key.legacy("label", Scalars.text(200), "`labels`");
    static final Key<List<Located<Legacy.LabelledVariant>>> PRODUCT_IDS =
            Key.legacy(
                    "product_ids",
                    ListShape.orSingle(
                            new EitherShape<>(
                                    Scalars.labelledVariant(),
                                    new MappedShape<>(
                                            Section.of(
                                                    "labelled variant", PRODUCT_ID, PRODUCT_LABEL),
                                            Conversions::labelledVariant))),
                    "`match.variants` and `labels`");

    private LegacyKeys() {}
}
