package tori;

import tori.config.ConfigLoader;
import tori.config.LoadResult;

import java.nio.file.Path;

/** Reads the configuration with the variables of this process's environment. */
final class ConfigFile {

    private ConfigFile() {}

    static LoadResult load(Path file) {
        return new ConfigLoader(System::getenv).load(file);
    }
}
