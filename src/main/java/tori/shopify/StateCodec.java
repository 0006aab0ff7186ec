package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a product's state as bytes and reads it back. Stateless.
 *
 * <pre>
 *   version u8 = 2 | flags u8 (1 gone, 2 options known, 4 variants known) | sequence i64
 *   title handle vendor type image: text
 *   [count i32, option names: text]
 *   [count i32, variants: id i64, title option1 option2 option3 price: text, available u8 (0 no, 1 yes, 2 unknown),
 *    turned at i64 (milliseconds since 1970, 0 unknown)]
 *   text: length i32 (-1 unknown), UTF-8
 * </pre>
 *
 * Version 1 has no times; it is read as well, and written no more.
 */
final class StateCodec {

    private static final int VERSION = 2;
    private static final int VERSION_WITHOUT_TIMES = 1;
    private static final int GONE = 1;
    private static final int OPTIONS_KNOWN = 2;
    private static final int VARIANTS_KNOWN = 4;
    private static final int NO = 0;
    private static final int YES = 1;
    private static final int UNKNOWN = 2;

    private StateCodec() {}

    static byte[] encode(ProductState product) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            List<String> names = product.optionNames();
            List<VariantState> variants = product.variants();
            out.writeByte(VERSION);
            out.writeByte(
                    (product.gone() ? GONE : 0)
                            | (names == null ? 0 : OPTIONS_KNOWN)
                            | (variants == null ? 0 : VARIANTS_KNOWN));
            out.writeLong(product.sequence());
            writeText(out, product.title());
            writeText(out, product.handle());
            writeText(out, product.vendor());
            writeText(out, product.type());
            writeText(out, product.image());
            if (names != null) {
                out.writeInt(names.size());
                for (String name : names) {
                    writeText(out, name);
                }
            }
            if (variants != null) {
                out.writeInt(variants.size());
                for (VariantState variant : variants) {
                    writeVariant(out, variant);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeVariant(DataOutputStream out, VariantState variant)
            throws IOException {
        out.writeLong(variant.id());
        writeText(out, variant.title());
        writeText(out, variant.option1());
        writeText(out, variant.option2());
        writeText(out, variant.option3());
        writeText(out, variant.price());
        Boolean available = variant.available();
        out.writeByte(available == null ? UNKNOWN : available ? YES : NO);
        out.writeLong(variant.turnedAtMillis());
    }

    private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * The product these bytes say.
     *
     * @throws IOException if they are damaged or of another version
     */
    static ProductState decode(long id, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION && version != VERSION_WITHOUT_TIMES) {
            throw new IOException("version " + version + " is unknown");
        }
        int flags = in.readUnsignedByte();
        long sequence = in.readLong();
        String title = readText(in);
        String handle = readText(in);
        String vendor = readText(in);
        String type = readText(in);
        String image = readText(in);
        List<String> names = (flags & OPTIONS_KNOWN) == 0 ? null : readNames(in);
        boolean timed = version != VERSION_WITHOUT_TIMES;
        List<VariantState> variants =
                (flags & VARIANTS_KNOWN) == 0 ? null : readVariants(in, timed);
        if (flags > (GONE | OPTIONS_KNOWN | VARIANTS_KNOWN) || sequence < 0 || in.available() > 0) {
            throw new IOException("it holds what should not be there");
        }
        boolean gone = (flags & GONE) != 0;
        return new ProductState(
                id, title, handle, vendor, type, image, names, variants, sequence, gone);
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        int count = readCount(in);
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = readText(in);
            if (name == null) {
                throw new IOException("an option has no name");
            }
            names.add(name);
        }
        return names;
    }

    private static List<VariantState> readVariants(DataInputStream in, boolean timed)
            throws IOException {
        int count = readCount(in);
        List<VariantState> variants = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long id = in.readLong();
            String title = readText(in);
            String option1 = readText(in);
            String option2 = readText(in);
            String option3 = readText(in);
            String price = checkedPrice(readText(in));
            int available = in.readUnsignedByte();
            if (available > UNKNOWN) {
                throw new IOException("availability " + available + " is unknown");
            }
            long turnedAtMillis = timed ? in.readLong() : 0;
            if (turnedAtMillis < 0) {
                throw new IOException("a time is before 1970");
            }
            variants.add(
                    new VariantState(
                            id,
                            title,
                            option1,
                            option2,
                            option3,
                            price,
                            available == UNKNOWN ? null : (Boolean) (available == YES),
                            turnedAtMillis));
        }
        return variants;
    }

    private static @Nullable String checkedPrice(@Nullable String price) throws IOException {
        if (price != null && ProductReader.price(price) == null) {
            throw new IOException("a price is not a number");
        }
        return price;
    }

    /** A count of things that take at least a byte each. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a count of " + count + " exceeds the entry");
        }
        return count;
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " bytes exceeds the entry");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
