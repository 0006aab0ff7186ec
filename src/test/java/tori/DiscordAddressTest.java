package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.ConfigLoader;
import tori.config.DestinationConfig;
import tori.config.LoadResult;
import tori.discord.DiscordSettings;
import tori.webhook.WebhookSettings;

import java.util.Objects;

/** What the configuration calls valid, the senders take, and the other way round. */
class DiscordAddressTest {

    private static final String PLACE = "config.yaml:2:30: destinations.team.url: ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://discord.com/api/webhooks/1/tOk-en_9",
                "https://discordapp.com/api/webhooks/1/token",
                "https://ptb.discord.com/api/webhooks/1/token",
                "https://canary.discord.com/api/webhooks/1/token",
                "https://canary.discordapp.com/api/v10/webhooks/12345678901234567890/token",
                "https://discord.com:443/api/v9/webhooks/1/token/",
                "HTTPS://Discord.COM/api/webhooks/1/token",
                "  https://discord.com/api/webhooks/1/token  ",
                "https://discord.com/api/webhooks/1/token?thread_id=9",
                "https://discord.com/api/webhooks/1/token?wait=true&thread_id=%39#there",
                "https://discord.com/api/webhooks/1/token?thread_id",
                "http://127.0.0.1:8080/api/webhooks/1/token",
                "http://localhost/api/webhooks/1/token",
                "https://[::1]:8443/api/v10/webhooks/1/token"
            })
    void shouldBeTakenByBoth(String url) {
        assertThat(check(url)).isInstanceOf(LoadResult.Loaded.class);
        assertThat(isTakenByTheSender(url)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://dicsord.com/api/webhooks/1/token           | 'dicsord.com' is no host of",
                "http://nxdomain.invalid/api/webhooks/1/token       | 'nxdomain.invalid' is no",
                "https://discord.com.evil.example/api/webhooks/1/token | is no host of Discord's",
                "https://cdn.discord.com/api/webhooks/1/token       | 'cdn.discord.com' is no host",
                "https://discord.com./api/webhooks/1/token          | 'discord.com.' is no host",
                "https://127.0.0.2/api/webhooks/1/token             | '127.0.0.2' is no host of",
                "http://discord.com/api/webhooks/1/token            | token unencrypted",
                "https://discord.com:8443/api/webhooks/1/token      | has a port",
                "http://localhost:0/api/webhooks/1/token            | is no http or https URL",
                "http://localhost:65536/api/webhooks/1/token        | is no http or https URL",
                "ftp://discord.com/api/webhooks/1/token             | is no http or https URL",
                "discord.com/api/webhooks/1/token                   | is no http or https URL",
                "https://token@discord.com/api/webhooks/1/token     | a user name or password",
                "https://discord.com/webhooks/1/token               | has another path",
                "https://discord.com/api/v100/webhooks/1/token      | has another path",
                "https://discord.com/x/api/webhooks/1/token         | has another path",
                "https://discord.com/api/webhooks/one/token         | has another path",
                "https://discord.com/api/webhooks/1/                | has another path",
                "https://discord.com/api/webhooks/1/token/github    | has another path",
                "https://discord.com/api/webhooks/1/token%2E        | has another path",
                "https://discord.com/channels/1/token               | has another path",
                "https://discord.com/api/webhooks/1/token?thread_id=           | thread_id",
                "https://discord.com/api/webhooks/1/token?thread%5Fid=token    | thread_id",
                "https://discord.com/api/webhooks/1/token?thread_id=1+2        | thread_id"
            })
    void shouldBeRefusedByBoth(String url, String why) {
        assertThat(check(url))
                .isInstanceOfSatisfying(
                        LoadResult.Invalid.class,
                        invalid -> {
                            assertThat(invalid.problems()).hasSize(1);
                            assertThat(invalid.problems().getFirst().toString())
                                    .startsWith(PLACE)
                                    .contains(why)
                                    .contains("; give the URL Discord shows")
                                    .doesNotContain("/token")
                                    .doesNotContain("token@");
                        });
        assertThat(isTakenByTheSender(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<@&1>", "<@2>", "<@!3>", "@here", "@everyone"})
    void shouldTakeTheSameMentions(String mention) {
        assertThat(checkMention(mention)).isInstanceOf(LoadResult.Loaded.class);
        assertThat(isMentionTaken(mention)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everyone", "<@&1> <@2>", "@here @everyone", "<@x>"})
    void shouldRefuseTheSameMentions(String mention) {
        assertThat(checkMention(mention)).isInstanceOf(LoadResult.Invalid.class);
        assertThat(isMentionTaken(mention)).isFalse();
    }

    /** The webhook's sender is more lenient, but takes all that the configuration takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/a?b=c",
                "http://user:pass@10.0.0.1:8080/",
                "http://[fe80::1%25eth0]/hook",
                "http://localhost:0/hook",
                "http://1.2.3/hook",
                "http://a..example/hook",
                "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/"
            })
    void shouldTakeEveryWebhookThatIsValid(String url) {
        LoadResult result = load("{type: webhook, url: \"" + url + "\"}");

        if (result instanceof LoadResult.Loaded loaded) {
            DestinationConfig.Webhook hook =
                    (DestinationConfig.Webhook)
                            Objects.requireNonNull(loaded.config().destinations().get("team"));
            WebhookSettings.of(hook.url().value(), null);
        } else {
            assertThat(url).doesNotContain("hooks.example.com", "user");
        }
    }

    private static LoadResult check(String url) {
        return load("{type: discord, url: \"" + url + "\"}");
    }

    private static LoadResult checkMention(String mention) {
        return load(
                "{type: discord, url: \"https://discord.com/api/webhooks/1/t\", mention: \""
                        + mention
                        + "\"}");
    }

    private static LoadResult load(String destination) {
        return new ConfigLoader(name -> null)
                .load("config.yaml", "destinations:\n  team: " + destination + "\nsites: []\n");
    }

    private static boolean isTakenByTheSender(String url) {
        return isTaken(url, null);
    }

    private static boolean isMentionTaken(String mention) {
        return isTaken("https://discord.com/api/webhooks/1/t", mention);
    }

    private static boolean isTaken(String url, String mention) {
        try {
            DiscordSettings.of(url, null, null, mention, true);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
