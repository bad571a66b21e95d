package dev.hark.cli;

import dev.hark.cli.EvalReport.Result;
import dev.hark.cli.EvalReport.Row;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of an evaluation. */
final class EvalPlots {
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
        new CategoryChartBuilder()
            .width(PlotStyle.WIDTH)
            .height(300)
            .yAxisTitle("error rate, %")
            .build();
    PlotStyle.apply(chart.getStyler());
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
    chart.addSeries("error rate", names, rates).setFillColor(PlotStyle.BLUE);
    return PlotStyle.png(chart, 300);
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
            .width(PlotStyle.WIDTH)
            .height(280)
            .xAxisTitle("length of the clip, s")
            .yAxisTitle("real-time factor")
            .build();
    PlotStyle.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(7);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMax(roomAbove(lengths));
    chart.getStyler().setYAxisMax(roomAbove(factors));
    XYSeries series = chart.addSeries("clips", lengths, factors);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(
        new Color(
            PlotStyle.BLUE.getRed(), PlotStyle.BLUE.getGreen(), PlotStyle.BLUE.getBlue(), 150));
    return PlotStyle.png(chart, 280);
  }

  /** An end for an axis, so that the largest value is not cut off. */
  private static double roomAbove(List<Double> values) {
    return 1.06 * values.stream().mapToDouble(Double::doubleValue).max().orElse(1) + 1e-6;
  }
}
