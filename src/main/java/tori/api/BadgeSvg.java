package tori.api;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * A small picture that says one thing, as people put it at the top of a page about a project.
 *
 * @param label what it is about
 * @param value what it says
 * @param colour behind the value
 */
record BadgeSvg(String label, String value, String colour) {

    private static final String GREEN = "#2f9e5b";
    private static final String LIGHT_GREEN = "#7aa83a";
    private static final String AMBER = "#c98a1b";
    private static final String RED = "#d1453b";
    private static final String BLUE = "#3b7dd1";
    private static final String GREY = "#7d8794";

    /** Names are as long as people like; a badge is not. */
    private static final int MAX_LABEL = 40;

    private static final int PADDING = 6;

    /** How a monitor is doing. */
    static BadgeSvg status(String monitor, String word) {
        String colour =
                switch (word) {
                    case "up" -> GREEN;
                    case "down" -> RED;
                    case "degraded" -> AMBER;
                    case "maintenance" -> BLUE;
                    default -> GREY;
                };
        return new BadgeSvg(monitor, word, colour);
    }

    /** How much of the time it worked. */
    static BadgeSvg uptime(String label, @Nullable Double share) {
        if (share == null) {
            return new BadgeSvg(label, "unknown", GREY);
        }
        String colour =
                share >= 0.999 ? GREEN : share >= 0.99 ? LIGHT_GREEN : share >= 0.95 ? AMBER : RED;
        return new BadgeSvg(label, PublicPageHtml.percent(share), colour);
    }

    /** How long checks took. */
    static BadgeSvg latency(String label, @Nullable Double millis) {
        if (millis == null) {
            return new BadgeSvg(label, "unknown", GREY);
        }
        String colour =
                millis < 300 ? GREEN : millis < 800 ? LIGHT_GREEN : millis < 2_000 ? AMBER : RED;
        String value =
                millis < 10
                        ? String.format(Locale.ROOT, "%.1f ms", millis)
                        : Math.round(millis) + " ms";
        return new BadgeSvg(label, value, colour);
    }

    /** The picture, by itself: no style, no script, nothing from elsewhere. */
    String svg() {
        String shown =
                label.codePointCount(0, label.length()) <= MAX_LABEL
                        ? label
                        : label.substring(0, label.offsetByCodePoints(0, MAX_LABEL - 1)) + "…";
        int left = width(shown) + 2 * PADDING;
        int right = width(value) + 2 * PADDING;
        int all = left + right;
        String name = StatusPage.escape(shown + ": " + value);
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s">\
        <title>%2$s</title><clipPath id="r"><rect width="%1$d" height="20" rx="4"/></clipPath>\
        <g clip-path="url(#r)"><rect width="%3$d" height="20" fill="#3b434f"/>\
        <rect x="%3$d" width="%4$d" height="20" fill="%5$s"/></g>\
        <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">\
        <text x="%6$d" y="14" textLength="%7$d">%8$s</text>\
        <text x="%9$d" y="14" textLength="%10$d">%11$s</text></g></svg>
        """
                .formatted(
                        all,
                        name,
                        left,
                        right,
                        colour,
                        left / 2,
                        width(shown),
                        StatusPage.escape(shown),
                        left + right / 2,
                        width(value),
                        StatusPage.escape(value));
    }

    /** About as wide as Verdana of 11 pixels draws it; the text is fitted into that. */
    static int width(String text) {
        double width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("iljtf.,:;|!'I() ".indexOf(c) >= 0) {
                width += 4.2;
            } else if ("mwMW%@".indexOf(c) >= 0) {
                width += 10;
            } else if (Character.isUpperCase(c)) {
                width += 7.8;
            } else {
                width += c < 0x300 ? 6.9 : 11;
            }
        }
        return Math.max(1, (int) Math.ceil(width));
    }
}
