package tori.shopify;

import java.io.Serial;

/** A body that is a web page where JSON was due. */
final class WebPageException extends MalformedFeedException {

    @Serial private static final long serialVersionUID = 1;

    private final transient WebPage page;

    WebPageException(WebPage page) {
        super(Failures.WEB_PAGE);
        this.page = page;
    }

    /** Its beginning. */
    WebPage page() {
        return page;
    }
}
