package tori;

import static org.assertj.core.api.Assertions.assertThat;

import tori.config.Config;
import tori.config.ConfigLoader;
import tori.config.LoadResult;

/** Configurations for tests, as text. */
final class Configs {

    private Configs() {}

    /** The configuration, which must be valid. */
    static Config of(String text) {
        LoadResult result = new ConfigLoader(name -> null).load("x.yaml", text);
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) result).config();
    }
}
