package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class DiscordNameTest {

    private static final String PLACE = "config.yaml:4:15: destinations.team.username: ";

    @ParameterizedTest
    @CsvSource({
        "My Discord bot, discord",
        "DISCORD, discord",
        "Clyde, clyde",
        "dis\\u200bcord, discord",
        "a@b, @",
        "#1, #",
        "shop: news, :",
        "``` , ```",
        "Everyone, everyone",
        "here, here"
    })
    void shouldWarnOfNamesThatDiscordRefuses(String name, String because) {
        assertThat(warnings(name))
                .anySatisfy(warning ->
                        assertThat(warning).startsWith(PLACE).contains("'" + because + "'"))
                .filteredOn(warning -> warning.contains("username"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tori", "Shop news", "everyone's shop", "where", "disc cord", "`a`"})
    void shouldNotWarnOfOthers(String name) {
        assertThat(warnings(name)).noneMatch(warning -> warning.contains("username"));
    }

    @Test
    void shouldWarnOfTheOriginalFilesNames() {
        String text =
                """
                notifier:
                  webhook_url: https://discord.com/api/webhooks/1/t
                  username: Discord
                sites: []
                """;

        assertThat(load(text))
                .anyMatch(warning -> warning.startsWith("config.yaml:3:13: notifier.username: "));
    }

    private static List<String> warnings(String name) {
        return load(
                """
                destinations:
                  team:
                    type: discord
                    username: "%s"
                    url: https://discord.com/api/webhooks/1/t
                sites: []
                """
                        .formatted(name));
    }

    private static List<String> load(String text) {
        LoadResult result = new ConfigLoader(variable -> null).load("config.yaml", text);
        return ((LoadResult.Loaded) result).warnings().stream().map(Warning::toString).toList();
    }
}
