package tori.load;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the notices that {@link NoticePusher} pushed, as a webhook. Thread-safe. */
final class NoticeReceiver {

    static final String PATH = "/notices";

    private static final Pattern TEXT = Pattern.compile("\"text\":\"load (\\d{1,9})\"");

    private final NoticeBook book;

    NoticeReceiver(NoticeBook book) {
        this.book = book;
    }

    /** The answer; null if the request is for something else. */
    @Nullable Reply answer(Request request) {
        if (!request.path.equals(PATH)) {
            return null;
        }
        Matcher text = TEXT.matcher(new String(request.body, StandardCharsets.UTF_8));
        book.received(text.find() ? Integer.parseInt(text.group(1)) : -1, request.firstByteNanos);
        return Reply.of("204 No Content", new byte[0]);
    }
}
