package tori.e2e;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A store on loopback over TLS whose certificate, of an authority made for it, has expired; made
 * with the JDK's keytool.
 */
final class ExpiredStore implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final HttpsServer server;

    ExpiredStore(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        certify();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** What a Java needs to be told to trust the authority. */
    String javaOptions() {
        return "-Djavax.net.ssl.trustStore="
                + folder.resolve("trust.p12")
                + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
    }

    private void certify() throws IOException, InterruptedException {
        keytool("ca.p12", "-genkeypair -alias ca -keyalg EC -dname CN=ca -ext bc:c");
        keytool("ca.p12", "-exportcert -alias ca -rfc -file ca.pem");
        keytool("leaf.p12", "-genkeypair -alias leaf -keyalg EC -dname CN=localhost");
        keytool("leaf.p12", "-certreq -alias leaf -file leaf.csr");
        keytool(
                "ca.p12",
                "-gencert -alias ca -infile leaf.csr -outfile leaf.pem -rfc -startdate -10d"
                        + " -validity 5 -ext san=dns:localhost");
        keytool("leaf.p12", "-importcert -noprompt -alias ca -file ca.pem");
        keytool("leaf.p12", "-importcert -noprompt -alias leaf -file leaf.pem");
        keytool("trust.p12", "-importcert -noprompt -alias ca -file ca.pem");
    }

    private void keytool(String store, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-keystore", store, "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IOException("keytool " + arguments + ": " + said);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("leaf.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
