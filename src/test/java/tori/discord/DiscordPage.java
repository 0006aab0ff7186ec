package tori.discord;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows messages as Discord's dark theme does, of the very bodies that are sent there: an HTML page
 * of tables, so that the simplest of renderers can paint it. Stateless.
 */
final class DiscordPage {

    private static final Pattern LINK =
            Pattern.compile("\\[((?:[^\\]\\\\]|\\\\.)*)]\\(([^)\\s]+)\\)");
    private static final String TEXT = "#dbdee1";
    private static final String LINK_COLOR = "#00a8fc";
    private static final String CARD = "#2b2d31";

    private DiscordPage() {}

    /** The messages, one below the other. */
    static String html(List<JsonNode> messages) {
        StringBuilder page = new StringBuilder();
        page.append(
                        "<html><body bgcolor=\"#313338\" style=\"font-family: 'DejaVu Sans',"
                                + " sans-serif;")
                .append(" font-size: 22px; color: ")
                .append(TEXT)
                .append("\">");
        for (JsonNode message : messages) {
            page.append("<table cellpadding=\"8\" cellspacing=\"0\" width=\"1080\"><tr><td>");
            page.append("<b><font color=\"#ffffff\">")
                    .append(plain(message.path("username").asText("Tori")))
                    .append("</font></b> <span style=\"color: #ffffff; font-size: 18px;")
                    .append(" background-color: #5865f2\">&nbsp;APP&nbsp;</span>");
            if (message.has("content")) {
                page.append("<br>").append(markdown(message.path("content").asText()));
            }
            page.append("</td></tr></table>");
            message.path("embeds").forEach(embed -> embed(page, embed));
        }
        return page.append("</body></html>").toString();
    }

    private static void embed(StringBuilder page, JsonNode embed) {
        String bar = "#%06x".formatted(embed.path("color").asInt());
        page.append("<table cellpadding=\"0\" cellspacing=\"0\" width=\"1080\"><tr>")
                .append("<td width=\"10\" bgcolor=\"")
                .append(bar)
                .append("\">&nbsp;</td>")
                .append("<td bgcolor=\"")
                .append(CARD)
                .append("\">")
                .append("<table cellpadding=\"8\" cellspacing=\"0\" width=\"100%\"><tr><td>");
        String title = markdown(embed.path("title").asText());
        page.append("<b>");
        if (embed.has("url")) {
            page.append("<font color=\"")
                    .append(LINK_COLOR)
                    .append("\">")
                    .append(title)
                    .append("</font>");
        } else {
            page.append("<font color=\"#ffffff\">").append(title).append("</font>");
        }
        page.append("</b>");
        if (embed.has("description")) {
            page.append("<br>").append(markdown(embed.path("description").asText()));
        }
        page.append("</td>");
        if (embed.has("thumbnail")) {
            page.append(
                            "<td width=\"128\" align=\"right\" valign=\"top\"><table"
                                    + " cellpadding=\"36\"")
                    .append(
                            " bgcolor=\"#4e5058\"><tr><td><span style=\"font-size:"
                                    + " 18px\">picture</span></td></tr>")
                    .append("</table></td>");
        }
        page.append("</tr></table>");
        fields(page, embed.path("fields"));
        footer(page, embed);
        page.append("</td></tr></table><font size=\"1\">&nbsp;</font>");
    }

    /** Three beside each other, as far as they may. */
    private static void fields(StringBuilder page, JsonNode fields) {
        List<JsonNode> row = new ArrayList<>();
        for (JsonNode field : fields) {
            boolean inline = field.path("inline").asBoolean();
            if (!row.isEmpty() && (row.size() == 3 || !inline)) {
                row(page, row);
            }
            row.add(field);
            if (!inline) {
                row(page, row);
            }
        }
        if (!row.isEmpty()) {
            row(page, row);
        }
    }

    private static void row(StringBuilder page, List<JsonNode> row) {
        page.append("<table cellpadding=\"8\" cellspacing=\"0\" width=\"100%\"><tr>");
        for (JsonNode field : row) {
            page.append(
                            "<td width=\"33%\" valign=\"top\"><b><span style=\"color: #ffffff;"
                                    + " font-size: 18px\">")
                    .append(markdown(field.path("name").asText()))
                    .append("</span></b><br>")
                    .append(markdown(field.path("value").asText()))
                    .append("</td>");
        }
        for (int i = row.size(); i < 3; i++) {
            page.append("<td width=\"33%\">&nbsp;</td>");
        }
        page.append("</tr></table>");
        row.clear();
    }

    private static void footer(StringBuilder page, JsonNode embed) {
        List<String> parts = new ArrayList<>();
        if (embed.has("footer")) {
            parts.add(plain(embed.at("/footer/text").asText()));
        }
        if (embed.has("timestamp")) {
            parts.add(plain(embed.path("timestamp").asText().substring(11, 16)));
        }
        if (!parts.isEmpty()) {
            page.append("<table cellpadding=\"8\" cellspacing=\"0\" width=\"100%\"><tr><td>")
                    .append("<span style=\"color: #b5bac1; font-size: 18px\">")
                    .append(String.join(" &bull; ", parts))
                    .append("</span></td></tr></table>");
        }
    }

    /** What Discord makes of a text: bold, struck out, links, mentions; escapes are heeded. */
    static String markdown(String text) {
        StringBuilder html = new StringBuilder();
        boolean bold = false;
        boolean struck = false;
        int at = 0;
        Matcher link = LINK.matcher(text);
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean escape = c == '\\' && at + 1 < text.length();
            if (escape && !Character.isLetterOrDigit(text.charAt(at + 1))) {
                html.append(plain(text.substring(at + 1, at + 2)));
                at += 2;
            } else if (text.startsWith("**", at)) {
                bold = !bold;
                html.append(bold ? "<b>" : "</b>");
                at += 2;
            } else if (text.startsWith("~~", at)) {
                struck = !struck;
                html.append(struck ? "<strike>" : "</strike>");
                at += 2;
            } else if (c == '[' && link.find(at) && link.start() == at) {
                html.append("<font color=\"")
                        .append(LINK_COLOR)
                        .append("\">")
                        .append(markdown(link.group(1)))
                        .append("</font>");
                at = link.end();
            } else if (text.startsWith("<@&", at) && text.indexOf('>', at) > 0) {
                html.append("<font color=\"#c9cdfb\"><span style=\"background-color: #3c4270\">")
                        .append("@restocks</span></font>");
                at = text.indexOf('>', at) + 1;
            } else if (c == '\n') {
                html.append("<br>");
                at++;
            } else {
                html.append(plain(String.valueOf(c)));
                at++;
            }
        }
        return html.append(bold ? "</b>" : "").append(struck ? "</strike>" : "").toString();
    }

    private static String plain(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A file name of what a picture shows. */
    static String name(String what) {
        return what.toLowerCase(Locale.ROOT).replace(' ', '-') + ".png";
    }
}
