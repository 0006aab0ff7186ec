package tori.plots;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** How all plots look: on white whatever is around them, in colours that the colour-blind tell. */
final class Look {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 440;

    /** Okabe and Ito's. */
    private static final Color[] COLORS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000),
        new Color(0x8C8C8C),
    };

    private static final Color GRID = new Color(0xDDDDDD);

    private Look() {}

    static XYChart lines(String title, String x, String y) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(x)
                        .yAxisTitle(y)
                        .build();
        dress(chart.getStyler());
        chart.getStyler().setMarkerSize(6);
        return chart;
    }

    static CategoryChart bars(String title, String y) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .yAxisTitle(y)
                        .build();
        dress(chart.getStyler());
        chart.getStyler()
                .setLabelsVisible(true)
                .setLabelsFont(font(10, Font.PLAIN))
                .setLabelsFontColor(Color.BLACK)
                .setLabelsFontColorAutomaticEnabled(false)
                .setLabelsPosition(1.0)
                .setAvailableSpaceFill(0.85);
        chart.getStyler().setYAxisDecimalPattern("#,##0.#");
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static void dress(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setChartFontColor(Color.BLACK);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(0.6f));
        styler.setSeriesColors(COLORS);
        styler.setSeriesMarkers(new Marker[] {SeriesMarkers.CIRCLE});
        styler.setSeriesLines(new BasicStroke[] {new BasicStroke(2f)});
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendLayout(LegendLayout.Vertical);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(font(12, Font.PLAIN));
        styler.setChartTitleFont(font(15, Font.BOLD));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(font(12, Font.PLAIN));
        styler.setAxisTickLabelsFont(font(11, Font.PLAIN));
        styler.setAxisTickLabelsColor(Color.BLACK);
        styler.setLocale(Locale.ROOT);
    }

    private static Font font(int size, int style) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /**
     * The place of a value on an axis of decades. XChart's own has no labels of another form: with
     * them it draws points by decades and the labels beside them evenly.
     */
    static double decades(double value) {
        return Math.log10(value);
    }

    /** Labels of such an axis: at whole decades what the label says of the value, else nothing. */
    static Function<Double, String> atDecades(DoubleFunction<String> label) {
        return place -> {
            double whole = Math.rint(place);
            return Math.abs(place - whole) < 1e-6 ? label.apply(Math.pow(10, whole)) : "";
        };
    }

    /** Begins and ends the vertical axis of decades at whole ones, so that some have labels. */
    static void toWholeDecades(XYChart chart) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (XYSeries series : chart.getSeriesMap().values()) {
            for (double y : series.getYData()) {
                least = Math.min(least, y);
                most = Math.max(most, y);
            }
        }
        chart.getStyler().setYAxisMin(Math.floor(least));
        chart.getStyler().setYAxisMax(Math.ceil(most));
    }

    /** A time as people say it. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return number(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    /** With up to three digits that say something. */
    static String number(double value) {
        if (value != 0 && Math.abs(value) < 10) {
            String text = String.format(Locale.ROOT, "%.2f", value);
            return text.replaceFirst("\\.?0+$", "");
        }
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Without zeros at the end: 99.9 %. */
    static String percent(double percent) {
        return BigDecimal.valueOf(percent)
                        .setScale(4, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }
}
