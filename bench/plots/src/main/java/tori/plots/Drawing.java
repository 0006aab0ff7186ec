package tori.plots;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A finished chart. Drawn again from the same figures it is the same to the byte. */
record Drawing(Chart<?, ?> chart) {

    /** Of which the encoder writes up to thirteen: two thirds of its file. */
    private static final Pattern DECIMALS = Pattern.compile("-?[0-9]+\\.[0-9]{2,}");

    /**
     * Writes it.
     *
     * @param png whether to put a bitmap beside it
     */
    void write(Path file, boolean png) throws IOException {
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
        Files.writeString(file, rounded(svg.toString(StandardCharsets.UTF_8)));
        if (png) {
            BitmapEncoder.saveBitmapWithDPI(
                    chart,
                    file.toString().replaceFirst("\\.svg$", ".png"),
                    BitmapEncoder.BitmapFormat.PNG,
                    110);
        }
    }

    /** The same picture, to a tenth of a pixel. */
    private static String rounded(String svg) {
        return DECIMALS.matcher(svg)
                .replaceAll(number -> {
                    BigDecimal tenths =
                            new BigDecimal(number.group()).setScale(1, RoundingMode.HALF_EVEN);
                    return tenths.stripTrailingZeros().toPlainString();
                });
    }
}
