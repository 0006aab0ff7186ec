package tori.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.library.UnpackedLibrary;

import java.util.Locale;

/**
 * Whether the decoders that are native libraries work on this machine; each is loaded, and its
 * failure told, when it is asked for first. Any thread.
 */
final class NativeDecoders {

    private static final Logger log = LoggerFactory.getLogger(NativeDecoders.class);
    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private NativeDecoders() {}

    static boolean brotli() {
        return Brotli.WORKS;
    }

    static boolean zstd() {
        return Zstd.WORKS;
    }

    private static final class Brotli {
        static final boolean WORKS = works("br", Brotli::load);

        private static void load() {
            String resource =
                    "/lib/%s-%s/%s"
                            .formatted(
                                    MAC ? "osx" : "linux",
                                    ARM ? "aarch64" : "x86_64",
                                    System.mapLibraryName("brotli"));
            UnpackedLibrary.load(
                    Brotli4jLoader.class,
                    resource,
                    "brotli4j.library.path",
                    Brotli4jLoader::ensureAvailability);
        }
    }

    private static final class Zstd {
        static final boolean WORKS = works("zstd", Zstd::load);

        private static void load() {
            String intel = MAC ? "x86_64" : "amd64";
            String resource =
                    "/%s/%s/%s"
                            .formatted(
                                    MAC ? "darwin" : "linux",
                                    ARM ? "aarch64" : intel,
                                    System.mapLibraryName("zstd-jni-" + ZstdVersion.VERSION));
            UnpackedLibrary.load(Native.class, resource, "ZstdNativePath", Native::load);
        }
    }

    private static boolean works(String encoding, Runnable load) {
        try {
            load.run();
            return true;
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            log.info(
                    "{} is not offered to sites: its native library does not load ({})",
                    encoding,
                    cause.toString());
            return false;
        }
    }
}
