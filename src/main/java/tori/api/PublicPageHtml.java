package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Writes a page for everybody as HTML that needs no script. Everything that comes from outside is
 * escaped. Stateless, any thread.
 */
final class PublicPageHtml {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private PublicPageHtml() {}

    static String html(PublicPage page, InstantSource wall) {
        StringBuilder html = new StringBuilder(1 << 14);
        html.append(
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="refresh" content="60">
                <link rel="icon" href="/favicon.svg">
                <link rel="stylesheet" href="/dashboard/status.css">
                """);
        html.append("<title>").append(escape(page.title())).append("</title></head><body><main>\n");
        html.append("<h1>").append(escape(page.title())).append("</h1>\n");
        html.append("<p class=\"overall ").append(page.overall()).append("\" role=\"status\">");
        html.append(page.sentence()).append("</p>\n");
        incidents(html, "Now", page.open(), page, wall.instant());
        html.append("<section><h2>Monitors</h2>\n<ul class=\"monitors\">\n");
        page.monitors().forEach(line -> line(html, line));
        html.append("</ul>\n");
        if (page.monitors().isEmpty()) {
            html.append("<p class=\"quiet\">Nothing is watched here.</p>\n");
        } else if (page.monitors().size() < page.total()) {
            html.append("<p class=\"quiet\">").append(ofAll(page)).append("</p>\n");
        }
        html.append("</section>\n");
        incidents(html, "The last two weeks", page.recent(), page, wall.instant());
        if (page.open().incidents().isEmpty() && page.recent().incidents().isEmpty()) {
            html.append("<p class=\"quiet\">No incidents in the last two weeks.</p>\n");
        }
        html.append("<footer>As of <time datetime=\"").append(page.at()).append("\">");
        html.append(TIME.format(page.at())).append("</time> · watched by tori</footer>\n");
        return html.append("</main></body></html>\n").toString();
    }

    /** What is not listed has no way to be seen but in these words. */
    private static String ofAll(PublicPage page) {
        StringJoiner each = new StringJoiner(", ");
        page.countOfEach()
                .forEach((word, count) -> {
                    if (count > 0) {
                        each.add(number(count) + " " + word);
                    }
                });
        return "Listed are "
                + number(page.monitors().size())
                + " of "
                + number(page.total())
                + " monitors, those in trouble first. Of all of them: "
                + each
                + ".";
    }

    private static String number(int count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    private static void line(StringBuilder html, PublicPage.Line line) {
        html.append("<li><div class=\"head\"><span class=\"name\"><bdi class=\"site\">");
        html.append(escape(line.monitor().site())).append("</bdi> <bdi>");
        html.append(escape(line.monitor().monitor())).append("</bdi></span><span class=\"word ");
        html.append(line.word()).append("\">").append(line.word()).append("</span></div>\n");
        Double share = line.share();
        if (!line.days().isEmpty()) {
            html.append("<div class=\"bars\" role=\"img\" aria-label=\"");
            html.append(share == null ? "nothing known" : percent(share) + " up");
            html.append(", last ").append(line.days().size()).append(" days\">");
            for (UptimeSource.Day day : line.days()) {
                html.append("<i class=\"").append(level(day.share())).append("\" title=\"");
                html.append(day.day()).append(": ");
                html.append(day.share() == null ? "nothing known" : percent(day.share()));
                html.append("\"></i>");
            }
            html.append("</div><div class=\"foot\"><span>").append(line.days().size());
            html.append(" days ago</span><span>");
            html.append(share == null ? "" : percent(share) + " up");
            html.append("</span><span>today</span></div>\n");
        }
        html.append("</li>\n");
    }

    private static void incidents(
            StringBuilder html,
            String heading,
            PublicPage.Newest newest,
            PublicPage page,
            Instant now) {
        if (newest.incidents().isEmpty()) {
            return;
        }
        html.append("<section><h2>").append(heading).append("</h2>\n<ul class=\"incidents\">\n");
        for (Incident incident : newest.incidents()) {
            boolean open = incident.closedAt() == null;
            html.append("<li class=\"").append(open ? "open" : "closed").append("\"><strong>");
            // By themselves, so that names in any writing leave the sentence in its order.
            html.append("<bdi>").append(escape(incident.monitor().site())).append("</bdi>/<bdi>");
            html.append(escape(incident.monitor().monitor())).append("</bdi></strong> ");
            html.append(open ? "does not work since " : "did not work from ");
            time(html, incident.since());
            if (incident.closedAt() != null) {
                html.append(" to ");
                time(html, incident.closedAt());
            }
            html.append(" <span class=\"quiet\">(");
            html.append(words(incident.lasted(now))).append(")</span>");
            if (page.details()) {
                html.append("<p>").append(escape(incident.detail())).append("</p>");
            }
            html.append("</li>\n");
        }
        html.append("</ul>\n");
        if (newest.more()) {
            html.append("<p class=\"quiet\">Listed are the newest ");
            html.append(number(newest.incidents().size())).append("; there are more.</p>\n");
        }
        html.append("</section>\n");
    }

    private static void time(StringBuilder html, Instant time) {
        html.append("<time datetime=\"").append(time).append("\">");
        html.append(TIME.format(time)).append("</time>");
    }

    /** Rounded down: what is not all of it does not read as if it were. */
    static String percent(double share) {
        double hundredths = Math.floor(share * 10_000 + 1e-6);
        return hundredths >= 10_000
                ? "100%"
                : String.format(Locale.ROOT, "%.2f%%", hundredths / 100);
    }

    /** How much of a day was well, as the name of a colour. */
    static String level(@Nullable Double share) {
        if (share == null) {
            return "none";
        }
        if (share >= 0.9999) {
            return "full";
        }
        if (share >= 0.99) {
            return "most";
        }
        return share >= 0.9 ? "some" : "little";
    }

    static String words(Duration lasted) {
        long minutes = lasted.toMinutes();
        if (minutes < 1) {
            return "less than a minute";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60
                ? minutes / 60 + " h " + minutes % 60 + " min"
                : minutes / (24 * 60) + " days";
    }

    private static String escape(String text) {
        return StatusPage.escape(text);
    }
}
