package tori.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

@Timeout(30)
class ConnectionPoolsTest {

    private HttpServer server;
    private Request request;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 5);
                    exchange.getResponseBody().write("hello".getBytes());
                    exchange.close();
                });
        server.start();
        request =
                new Request.Builder()
                        .url("http://127.0.0.1:" + server.getAddress().getPort())
                        .build();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void open(OkHttpClient client, Request request, int count) throws IOException {
        List<Response> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(client.newCall(request).execute());
        }
        open.forEach(Response::close);
    }

    @Test
    void shouldCloseIdleConnectionsBeyondTheMostAlsoWhenTheyComeDuringARest() throws IOException {
        ConnectionPool pool = ConnectionPools.keeping(1, Duration.ofMinutes(5));
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        open(client, request, 3);
        await().until(() -> pool.idleConnectionCount() <= 1);
        open(client, request, 4);
        await().until(() -> pool.idleConnectionCount() <= 1);
        assertThat(pool.connectionCount()).isEqualTo(1);
        pool.evictAll();
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void shouldCloseWhatHasBeenIdleForTooLong() throws IOException {
        ConnectionPool pool = ConnectionPools.keeping(5, Duration.ofMillis(300));
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        open(client, request, 2);
        await().until(() -> pool.connectionCount() == 0);
        // Its thread has ended with the last of them; the next begins anew.
        open(client, request, 2);
        assertThat(pool.connectionCount()).isPositive();
        await().until(() -> pool.connectionCount() == 0);
    }

    @Test
    void shouldUseAConnectionAgain() throws IOException {
        ConnectionPool pool = ConnectionPools.keeping(5, Duration.ofMinutes(5));
        OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
        for (int i = 0; i < 20; i++) {
            try (Response response = client.newCall(request).execute()) {
                assertThat(response.body().string()).isEqualTo("hello");
            }
        }
        assertThat(pool.connectionCount()).isEqualTo(1);
        pool.evictAll();
    }
}
