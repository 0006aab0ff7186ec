package tori.api;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the dashboard: files that hold no data, the same for everybody. Each is read when it is
 * first asked for: a start has better things to do. Called on requests' threads.
 */
final class DashboardPages {

    /**
     * Nothing runs that is not in the jar. Pictures of products lie wherever the stores keep them.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' https: data:; manifest-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for"
                    + " 'script'";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** Paths, and the files of the folder {@code dashboard} that answer there. */
    private static final Map<String, String> FILES =
            Map.ofEntries(
                    Map.entry("/", "index.html"),
                    Map.entry("/favicon.svg", "favicon.svg"),
                    Map.entry("/dashboard/dashboard.css", "dashboard.css"),
                    Map.entry("/dashboard/app.js", "app.js"),
                    Map.entry("/dashboard/api.js", "api.js"),
                    Map.entry("/dashboard/chart.js", "chart.js"),
                    Map.entry("/dashboard/deliveries.js", "deliveries.js"),
                    Map.entry("/dashboard/detail.js", "detail.js"),
                    Map.entry("/dashboard/dialogs.js", "dialogs.js"),
                    Map.entry("/dashboard/dom.js", "dom.js"),
                    Map.entry("/dashboard/feed.js", "feed.js"),
                    Map.entry("/dashboard/incidents.js", "incidents.js"),
                    Map.entry("/dashboard/list.js", "list.js"),
                    Map.entry("/dashboard/model.js", "model.js"),
                    Map.entry("/dashboard/uplot.js", "uplot/uPlot.iife.min.js"),
                    Map.entry("/dashboard/uplot.css", "uplot/uPlot.min.css"),
                    Map.entry("/dashboard/status.css", "status.css"));

    /**
     * @param tag changes whenever the file does
     */
    private record Asset(String type, String tag, Body plain, Body zipped) {}

    /** Bytes that are the same as themselves only. */
    private static final class Body {

        private final byte[] bytes;

        private Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    void addTo(Router router) {
        FILES.forEach((path, file) ->
                router.get(
                        Audience.ANYONE,
                        path,
                        exchange ->
                                send(
                                        exchange,
                                        assets.computeIfAbsent(file, DashboardPages::asset))));
    }

    private static void send(Exchange exchange, Asset asset) {
        if (asset.type().equals(HTML)) {
            exchange.replaceHeader("Content-Security-Policy", POLICY);
        }
        // Asked for each time, and answered with nothing but that it is still the same.
        exchange.replaceHeader("Cache-Control", "no-cache");
        exchange.replaceHeader("ETag", asset.tag());
        exchange.replaceHeader("Vary", "Accept-Encoding");
        String known = exchange.header("If-None-Match");
        if (known != null && known.contains(asset.tag())) {
            exchange.send(304, asset.type(), new byte[0]);
        } else if (exchange.acceptsGzip()) {
            exchange.replaceHeader("Content-Encoding", "gzip");
            exchange.send(200, asset.type(), asset.zipped().bytes);
        } else {
            exchange.send(200, asset.type(), asset.plain().bytes);
        }
    }

    private static Asset asset(String file) {
        byte[] bytes = read("dashboard/" + file);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String tag = "\"" + HexFormat.of().formatHex(Arrays.copyOf(digest, 12)) + "\"";
            return new Asset(type(file), tag, new Body(bytes), new Body(Gzip.small(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> HTML;
            case "js" -> SCRIPT;
            case "css" -> STYLE;
            default -> "image/svg+xml";
        };
    }

    /** A file beside this class. */
    static byte[] read(String name) {
        try (InputStream in = DashboardPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
