package tori.discord;

import okhttp3.HttpUrl;

import tori.model.DurationWords;
import tori.model.Event;
import tori.model.StoreAccess;

/** Says in an embed that a store was locked or unlocked. Stateless. */
final class StoreAccessEmbed {

    /** Amber: the password page often goes up shortly before something is released. */
    static final int LOCKED = 0xE67E22;

    static final int UNLOCKED = 0x2ECC71;

    private StoreAccessEmbed() {}

    /** The event's embed; the draft has the footer already. */
    static Embed render(Event event, StoreAccess access, EmbedDraft draft) {
        String site = DiscordText.plain(event.source().site());
        draft.title(
                DiscordText.escaped(
                        (access.locked() ? "Store locked: " : "Store unlocked: ") + site,
                        Embed.NAME_MAX));
        draft.line(
                access.locked()
                        ? "The password page is up: nothing can be bought now."
                        : "The password page is gone: the store is open.");
        if (access.since() != null) {
            draft.field(
                    access.locked() ? "Was open for" : "Was locked for",
                    DurationWords.between(access.since(), event.time()),
                    true);
        }
        HttpUrl url = Links.of(access.url());
        return draft.build(url, access.locked() ? LOCKED : UNLOCKED, null, false, event.time());
    }
}
