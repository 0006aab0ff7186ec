package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.ProxyConfig.Protocol;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PathKeysTest {

    @TempDir private Path folder;

    private LoadResult load(String http) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "http: " + http + "\nsites: []\n");
        return new ConfigLoader(name -> null).load(file);
    }

    private PathsConfig paths(String http) throws IOException {
        return ((LoadResult.Loaded) load(http)).config().http().paths();
    }

    @Test
    void shouldGoDirectlyAndAskNobodyElseByDefault() throws Exception {
        assertThat(paths("{}")).isEqualTo(PathsConfig.DIRECT);
    }

    @Test
    void shouldReadProxiesWithTheirSecrets() throws Exception {
        PathsConfig paths =
                paths(
                        "{proxies: ['http://bob:p%40ss+%25@gate.example:7000',"
                                + " 'socks5h://[::1]:1080'], no_proxy: '*.Shop.example'}");
        assertThat(paths.proxies())
                .containsExactly(
                        new ProxyConfig(
                                Protocol.HTTP,
                                "gate.example",
                                7000,
                                new ProxyConfig.Login(new Secret("bob"), new Secret("p@ss+%"))),
                        new ProxyConfig(Protocol.SOCKS5, "::1", 1080, null));
        assertThat(paths.proxies().getLast().address()).isEqualTo("[::1]:1080");
        assertThat(paths.direct()).containsExactly("shop.example");
        assertThat(paths.toString()).doesNotContain("bob", "p@ss");
    }

    @Test
    void shouldKnowWhereWellKnownResolversAre() throws Exception {
        PathsConfig paths =
                paths(
                        "{dns: {fallback: ['https://dns.google/dns-query',"
                                + " {url: 'https://dns.example/q', addresses: '::1'},"
                                + " 'http://127.0.0.1:8053/dns-query']}}");
        assertThat(paths.dnsFallback())
                .containsExactly(
                        new DohConfig(
                                URI.create("https://dns.google/dns-query"),
                                List.of("8.8.8.8", "8.8.4.4")),
                        new DohConfig(
                                URI.create("https://dns.example/q"), List.of("0:0:0:0:0:0:0:1")),
                        new DohConfig(
                                URI.create("http://127.0.0.1:8053/dns-query"),
                                List.of("127.0.0.1")));
    }

    @Test
    void shouldWarnOfAnExceptionToNoRule() throws Exception {
        LoadResult.Loaded loaded = (LoadResult.Loaded) load("{no_proxy: shop.example}");
        assertThat(loaded.warnings().toString()).contains("has no effect where there is no proxy");
    }
}
