package tori;

import org.jspecify.annotations.Nullable;

import tori.cli.ExitStatus;
import tori.cli.SigningOrder;
import tori.config.SigningConfig;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Makes and shows the signing key, without a daemon. Runs on the main thread. */
final class SigningRun {

    private final Path file;
    private final PrintStream out;
    private final PrintStream err;

    SigningRun(Path file, PrintStream out, PrintStream err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /**
     * Does it and returns the exit status.
     *
     * @throws IOException with a sentence for the user if the key cannot be used
     */
    int run(@Nullable SigningConfig config, SigningOrder order) throws IOException {
        Signing signing = Signing.open(config, SystemClocks.wall());
        if (config == null || signing == null) {
            err.println(
                    "tori: "
                            + file
                            + " does not have polls signed; give http.signing, for example"
                            + " {key: signing.pem, agent: https://bot.example.com}");
            return ExitStatus.USAGE;
        }
        if (signing.opened().fresh()) {
            err.println("made a new key in " + config.keyFile());
        }
        switch (order) {
            case SigningOrder.Key _ -> {
                out.println("key    " + signing.opened().key().id());
                out.println("file   " + config.keyFile());
                out.println("agent  " + config.agent());
            }
            case SigningOrder.Directory _ -> out.println(signing.directory().document());
            case SigningOrder.Headers headers ->
                    signing.directory()
                            .headers(headers.validity())
                            .forEach((name, value) -> out.println(name + ": " + value));
        }
        return ExitStatus.OK;
    }
}
