package tori.house;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;

import io.helidon.webserver.WebServer;

import one.profiler.AsyncProfiler;

import org.agrona.DeadlineTimerWheel;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * A program that uses each library with native code, or with a liking for the JDK's insides, once.
 * Its output is for {@link PackagedJarIT}.
 */
public final class BundledLibraries {

    private static final byte[] TEXT = "sold out, back, sold out".getBytes(StandardCharsets.UTF_8);

    private BundledLibraries() {}

    public static void main(String[] args) throws Exception {
        System.out.println("brotli " + brotli());
        System.out.println("zstd " + new String(Zstd.decompress(Zstd.compress(TEXT), TEXT.length)));
        System.out.println("sqlite " + sqlite());
        System.out.println(
                "postgresql " + DriverManager.getDriver("jdbc:postgresql:x").getMajorVersion());
        System.out.println("agrona " + agrona());
        System.out.println("jctools " + jctools());
        System.out.println("async-profiler " + AsyncProfiler.getInstance().getVersion());
        System.out.println("helidon " + helidon());
        System.exit(0);
    }

    private static String brotli() throws Exception {
        Brotli4jLoader.ensureAvailability();
        return new String(Decoder.decompress(Encoder.compress(TEXT)).getDecompressedData());
    }

    private static String sqlite() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select 6 * 7")) {
            return result.getString(1);
        }
    }

    private static long agrona() {
        DeadlineTimerWheel wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, 1024, 16);
        wheel.scheduleTimer(2048);
        return wheel.timerCount();
    }

    private static String jctools() {
        MpscVarHandleArrayQueue<String> queue = new MpscVarHandleArrayQueue<>(2);
        queue.offer("one");
        return queue.poll();
    }

    /** The status line of an answer, without the JDK's HTTP client, which logs on its own. */
    private static String helidon() throws Exception {
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .routing(routing -> routing.get("/", (in, out) -> out.send("hello")))
                        .build()
                        .start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStreamReader in = new InputStreamReader(socket.getInputStream());
            return new BufferedReader(in).readLine();
        } finally {
            server.stop();
        }
    }
}
