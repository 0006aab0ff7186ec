package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Writes a monitor's notes as bytes and reads them back. Stateless.
 *
 * <pre>
 *   version u8 = 1 | flags u8 (1 currency, 2 price currency, 4 sitemap, 8 owed)
 *   [currency text, asked i64 milliseconds] [price currency text] [count i32, handles text]
 *   count i32, announced products: id i64, length i32, {@link StateCodec}
 *   [count i32, owed edges: facet u8 (0 product, 1 variant, 2 stock, 3 price), product i64, variant i64, due i64 milliseconds,
 *    length i32 (-1 absent), {@link StateCodec}]
 *   text: length u16, modified UTF-8
 * </pre>
 */
final class NotesCodec {

    private static final int VERSION = 1;
    private static final int CURRENCY = 1;
    private static final int PRICE_CURRENCY = 2;
    private static final int SITEMAP = 4;
    private static final int OWED = 8;
    private static final int ABSENT = -1;

    /** As they are numbered. */
    private static final List<OwedEdge.Facet> FACETS =
            List.of(
                    OwedEdge.Facet.PRODUCT,
                    OwedEdge.Facet.VARIANT,
                    OwedEdge.Facet.STOCK,
                    OwedEdge.Facet.PRICE);

    private NotesCodec() {}

    static byte[] encode(Notes notes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BaseCurrency currency = notes.currency();
        String priceCurrency = notes.priceCurrency();
        Set<String> unlisted = notes.unlisted();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(
                    (currency == null ? 0 : CURRENCY)
                            | (priceCurrency == null ? 0 : PRICE_CURRENCY)
                            | (unlisted == null ? 0 : SITEMAP)
                            | (notes.owed().isEmpty() ? 0 : OWED));
            if (currency != null) {
                out.writeUTF(currency.code());
                out.writeLong(currency.asked().toEpochMilli());
            }
            if (priceCurrency != null) {
                out.writeUTF(priceCurrency);
            }
            if (unlisted != null) {
                out.writeInt(unlisted.size());
                for (String handle : unlisted) {
                    out.writeUTF(handle);
                }
            }
            out.writeInt(notes.announced().size());
            for (ProductState product : notes.announced()) {
                out.writeLong(product.id());
                writeState(out, product);
            }
            if (!notes.owed().isEmpty()) {
                writeOwed(out, notes.owed());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeState(DataOutputStream out, ProductState product) throws IOException {
        byte[] state = StateCodec.encode(product);
        out.writeInt(state.length);
        out.write(state);
    }

    private static void writeOwed(DataOutputStream out, Collection<OwedEdge> owed)
            throws IOException {
        out.writeInt(owed.size());
        for (OwedEdge edge : owed) {
            out.writeByte(FACETS.indexOf(edge.key().facet()));
            out.writeLong(edge.key().product());
            out.writeLong(edge.key().variant());
            out.writeLong(edge.dueMillis());
            ProductState before = edge.before();
            if (before == null) {
                out.writeInt(ABSENT);
            } else {
                writeState(out, before);
            }
        }
    }

    /**
     * The notes these bytes say.
     *
     * @throws IOException if they are damaged or of another version
     */
    static Notes decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("version " + version + " is unknown");
        }
        int flags = in.readUnsignedByte();
        BaseCurrency currency = null;
        if ((flags & CURRENCY) != 0) {
            currency = new BaseCurrency(readCode(in), Instant.ofEpochMilli(in.readLong()));
        }
        String priceCurrency = (flags & PRICE_CURRENCY) == 0 ? null : readCode(in);
        List<String> unlisted = (flags & SITEMAP) == 0 ? null : readHandles(in);
        List<ProductState> announced = new ArrayList<>();
        int count = readCount(in);
        for (int i = 0; i < count; i++) {
            long id = in.readLong();
            announced.add(StateCodec.decode(id, in.readNBytes(readCount(in))));
        }
        List<OwedEdge> owed = (flags & OWED) == 0 ? List.of() : readOwed(in);
        if (flags > (CURRENCY | PRICE_CURRENCY | SITEMAP | OWED) || in.available() > 0) {
            throw new IOException("it holds what should not be there");
        }
        return Notes.of(currency, priceCurrency, unlisted, announced, owed);
    }

    private static List<OwedEdge> readOwed(DataInputStream in) throws IOException {
        int count = readCount(in);
        List<OwedEdge> owed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int facet = in.readUnsignedByte();
            if (facet >= FACETS.size()) {
                throw new IOException("facet " + facet + " is unknown");
            }
            long product = in.readLong();
            long variant = in.readLong();
            long dueMillis = in.readLong();
            in.mark(Integer.BYTES);
            ProductState before = null;
            if (in.readInt() != ABSENT) {
                in.reset();
                before = StateCodec.decode(product, in.readNBytes(readCount(in)));
            }
            OwedEdge.Key key = new OwedEdge.Key(FACETS.get(facet), product, variant);
            owed.add(new OwedEdge(key, before, dueMillis));
        }
        return owed;
    }

    private static String readCode(DataInputStream in) throws IOException {
        String code = in.readUTF();
        if (!BaseCurrency.isCode(code)) {
            throw new IOException("a currency is none");
        }
        return code;
    }

    private static @Nullable List<String> readHandles(DataInputStream in) throws IOException {
        int count = readCount(in);
        List<String> handles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            handles.add(in.readUTF());
        }
        return handles;
    }

    /** A count of things that take at least a byte each. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a count of " + count + " exceeds the entry");
        }
        return count;
    }
}
