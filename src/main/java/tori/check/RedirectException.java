package tori.check;

import java.io.IOException;

/** Redirects lead nowhere; its message goes on where a host's name leaves off. */
final class RedirectException extends IOException {

    private static final long serialVersionUID = 1L;

    RedirectException(String words) {
        super(words);
    }
}
