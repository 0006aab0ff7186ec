package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.ConfigLoader;
import tori.config.LoadResult;

class WarmUpTest {

    @ParameterizedTest
    @CsvSource({
        "http://shop.example, {type: console}, false",
        "demo://store, {type: file; path: x}, false",
        "http://shop.example, {type: webhook; url: 'http://hook.example/'}, false",
        "https://shop.example, {type: console}, true",
        "http://shop.example, {type: webhook; url: 'https://hook.example/'}, true",
        "http://shop.example, {type: discord; url: 'https://discord.com/api/webhooks/1/abc'}, true",
    })
    void shouldNeedTlsWhereAnAddressIsHttps(String site, String destination, boolean needed) {
        String text =
                """
                destinations: {told: DESTINATION}
                defaults: {notify: [told]}
                sites: [{name: shop, url: "SITE", monitors: [{name: all, type: shopify}]}]
                """
                        .replace("DESTINATION", destination.replace(';', ','))
                        .replace("SITE", site);
        LoadResult result = new ConfigLoader(name -> null).load("config.yaml", text);

        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        assertThat(WarmUp.needsTls(((LoadResult.Loaded) result).config())).isEqualTo(needed);
    }
}
