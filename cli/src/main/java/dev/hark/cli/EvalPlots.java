package dev.hark.cli;

import dev.hark.cli.EvalReport.Result;
import dev.hark.cli.EvalReport.Row;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of an evaluation, as PNG images of twice the shown size, without ground. */
final class EvalPlots {
  static final int WIDTH = 880;
  private static final int SCALE = 2;
  private static final Color CLEAR = new Color(255, 255, 255, 0);
  private static final Color INK = new Color(0x33, 0x3d, 0x47);
  private static final Color FAINT = new Color(0xe4, 0xe8, 0xec);
  private static final Color BLUE = new Color(0x3b, 0x6e, 0xa8);

  private EvalPlots() {}

  /**
   * A bar for each language's error rate, the highest first. Languages without a rate are left out.
   */
  static byte[] errorRates(EvalReport report) throws IOException {
    List<Row> rows =
        report.rows().stream()
            .filter(row -> !Double.isNaN(row.score().counts().rate()))
            .sorted((a, b) -> Double.compare(b.score().counts().rate(), a.score().counts().rate()))
            .toList();
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(300).yAxisTitle("error rate, %").build();
    style(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(Math.min(0.6, 0.06 * rows.size() + 0.02));
    chart.getStyler().setXAxisLabelRotation(rows.size() > 9 ? 40 : 0);
    chart.getStyler().setYAxisMin(0.0);
    List<String> names = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    for (Row row : rows) {
      names.add(row.language() + " (" + row.score().unit().rateName() + ")");
      rates.add(100 * row.score().counts().rate());
    }
    chart.getStyler().setYAxisMax(roomAbove(rates));
    chart.addSeries("error rate", names, rates).setFillColor(BLUE);
    return png(chart, 300);
  }

  /** A dot for each clip: its length and its real-time factor. */
  static byte[] speed(EvalReport report) throws IOException {
    List<Double> lengths = new ArrayList<>();
    List<Double> factors = new ArrayList<>();
    for (Result result : report.results()) {
      if (result.clip().audioSeconds() > 0) {
        lengths.add(result.clip().audioSeconds());
        factors.add(result.clip().realTimeFactor());
      }
    }
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(280)
            .xAxisTitle("length of the clip, s")
            .yAxisTitle("real-time factor")
            .build();
    style(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(7);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMax(roomAbove(lengths));
    chart.getStyler().setYAxisMax(roomAbove(factors));
    XYSeries series = chart.addSeries("clips", lengths, factors);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(new Color(BLUE.getRed(), BLUE.getGreen(), BLUE.getBlue(), 150));
    return png(chart, 280);
  }

  /** An end for an axis, so that the largest value is not cut off. */
  private static double roomAbove(List<Double> values) {
    return 1.06 * values.stream().mapToDouble(Double::doubleValue).max().orElse(1) + 1e-6;
  }

  private static void style(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setLegendVisible(false);
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(CLEAR);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(FAINT);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTitleFont(font);
    styler.setAxisTickMarksColor(FAINT);
    styler.setPlotContentSize(0.98);
    styler.setAntiAlias(true);
    styler.setChartPadding(8);
    styler.setYAxisDecimalPattern("#0.##");
  }

  private static byte[] png(Chart<?, ?> chart, int height) throws IOException {
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, height * SCALE, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, height);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
