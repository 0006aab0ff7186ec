package tori.shopify;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The addresses that a sitemap (sitemaps.org, 0.9) lists, plain or compressed with gzip. What a
 * store writes is not trusted: a document type is refused, so that no entity expands and nothing
 * outside is fetched, and sizes, depth and number are bounded.
 *
 * @param index whether they are addresses of other sitemaps, not of pages
 * @param locations as written, in their order
 */
record Sitemap(boolean index, List<String> locations) {

    /** The most that a sitemap may hold is 50,000 addresses. */
    private static final int MAX_LOCATIONS = 50_000;

    /** The most that may be read of one after decompression; Shopify's have some megabytes. */
    static final long MAX_BYTES = 32L << 20;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_LOCATION = 2_048;
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

    Sitemap {
        locations = List.copyOf(locations);
    }

    /**
     * Reads a sitemap to its end.
     *
     * @throws MalformedFeedException if it is none, or has what it must not have
     * @throws FeedTooLargeException if it is larger than any honest one
     */
    static Sitemap read(InputStream body) throws IOException {
        try {
            return parse(new Bounded(decompressed(body)));
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException cause) {
                throw plain(cause);
            }
            throw new MalformedFeedException("not a sitemap: not well-formed XML");
        } catch (ZipException | EOFException e) {
            throw plain(e);
        }
    }

    private static IOException plain(IOException e) {
        return e instanceof ZipException || e instanceof EOFException
                ? new MalformedFeedException("not a sitemap: the compression is damaged")
                : e;
    }

    private static InputStream decompressed(InputStream body) throws IOException {
        BufferedInputStream in = new BufferedInputStream(body);
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        return first == 0x1F && second == 0x8B ? new GZIPInputStream(in) : in;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside is fetched");
        });
        return factory;
    }

    private static Sitemap parse(InputStream in) throws XMLStreamException, IOException {
        XMLStreamReader xml = factory().createXMLStreamReader(in);
        List<String> locations = new ArrayList<>();
        String root = null;
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new MalformedFeedException("not a sitemap: nested too deeply");
                    }
                    if (root == null) {
                        root = rootName(xml);
                    } else if (depth == 3 && isLocation(xml)) {
                        locations.add(location(xml));
                        depth--;
                        if (locations.size() > MAX_LOCATIONS) {
                            throw new FeedTooLargeException(
                                    "the sitemap lists more than " + MAX_LOCATIONS + " addresses");
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedFeedException(
                                "not a sitemap: it declares or uses entities");
                default -> {}
            }
        }
        return new Sitemap("sitemapindex".equals(root), locations);
    }

    private static String rootName(XMLStreamReader xml) throws MalformedFeedException {
        String name = xml.getLocalName();
        if (!name.equals("sitemapindex") && !name.equals("urlset")) {
            throw new MalformedFeedException("not a sitemap: a web page or something else");
        }
        return name;
    }

    /** An address of a page or sitemap; images have theirs in another namespace. */
    private static boolean isLocation(XMLStreamReader xml) {
        String namespace = xml.getNamespaceURI();
        return xml.getLocalName().equals("loc")
                && (namespace == null || namespace.isEmpty() || namespace.equals(NAMESPACE));
    }

    /** The text up to the element's end. */
    private static String location(XMLStreamReader xml)
            throws XMLStreamException, MalformedFeedException {
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            boolean written =
                    event == XMLStreamConstants.CHARACTERS
                            || event == XMLStreamConstants.CDATA
                            || event == XMLStreamConstants.SPACE;
            if (!written || text.length() + xml.getTextLength() > MAX_LOCATION) {
                throw new MalformedFeedException("not a sitemap: an address is none");
            }
            text.append(xml.getText());
        }
        return text.toString().strip();
    }

    /** Ends in an exception where there is more than a sitemap may have. */
    private static final class Bounded extends FilterInputStream {

        private long read;

        private Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int more) throws FeedTooLargeException {
            read += more;
            if (read > MAX_BYTES) {
                throw new FeedTooLargeException(
                        "the sitemap is larger than " + MAX_BYTES + " bytes");
            }
        }
    }
}
