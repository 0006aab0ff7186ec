package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Decides which addresses a message may carry. Stateless; any thread.
 *
 * <p>One address that Discord finds malformed makes it refuse the whole message, so a doubtful one
 * is left out.
 */
final class Links {

    /** Discord's bound for an address in an embed. */
    static final int MAX_LENGTH = 2048;

    private Links() {}

    /** The address in a form Discord takes, or null if there is none. */
    static @Nullable HttpUrl of(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH || hasBlank(text)) {
            return null;
        }
        HttpUrl url = HttpUrl.parse(text);
        if (url == null
                || !url.username().isEmpty()
                || !url.password().isEmpty()
                || !isPublicName(url.host())) {
            return null;
        }
        return isSound(url) ? url : null;
    }

    /** The address of one variant of a product. */
    static @Nullable HttpUrl ofVariant(HttpUrl product, long variantId) {
        HttpUrl url =
                product.newBuilder().setQueryParameter("variant", Long.toString(variantId)).build();
        return isSound(url) ? url : null;
    }

    /** The same address, told apart by its fragment. */
    static @Nullable HttpUrl numbered(HttpUrl url, int number) {
        HttpUrl numbered = url.newBuilder().fragment(Integer.toString(number)).build();
        return isSound(numbered) ? numbered : null;
    }

    /** The address within a Markdown link, where a bracket would end it. */
    static String inMarkdown(HttpUrl url) {
        return url.toString().replace("(", "%28").replace(")", "%29");
    }

    private static boolean hasBlank(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c == 0x7F || Character.isSpaceChar(c));
    }

    private static boolean isPublicName(String host) {
        int dot = host.indexOf('.');
        return dot > 0
                && !host.endsWith(".")
                && host.chars()
                        .allMatch(c ->
                                c == '.' || c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    /** Whether the stricter old grammar of addresses allows it too. */
    private static boolean isSound(HttpUrl url) {
        String text = url.toString();
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c < 128)) {
            return false;
        }
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
