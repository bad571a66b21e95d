package dev.hark.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of a training run, over its steps. */
final class RunPlots {
  /** How many steps a smoothed value reaches back, about. */
  static final int SMOOTHED_STEPS = 20;

  private static final int HEIGHT = 260;
  private static final int MOST_POINTS = 600;

  /** What part of a line's points is inside the frame for certain. */
  private static final double FRAMED = 0.96;

  private static final List<Color> COLOURS =
      List.of(
          PlotStyle.BLUE,
          new Color(0xc2, 0x6a, 0x2d),
          new Color(0x3d, 0x8b, 0x5f),
          new Color(0x8e, 0x5a, 0xa3),
          new Color(0xa8, 0x3b, 0x4f),
          new Color(0x6b, 0x73, 0x7b));

  private RunPlots() {}

  /**
   * Lines of one or more values. A few points may be above the frame, since the first losses of a
   * run are many times those of the rest.
   *
   * @param lines values by name and step, not empty
   * @param smooth whether noise from step to step is averaged away
   */
  static byte[] lines(
      String title, Map<String, NavigableMap<Integer, Double>> lines, boolean smooth, int steps)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(PlotStyle.WIDTH)
            .height(HEIGHT)
            .xAxisTitle("step")
            .yAxisTitle(title)
            .build();
    PlotStyle.apply(chart.getStyler());
    chart.getStyler().setLegendVisible(lines.size() > 1);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax((double) Math.max(1, steps));
    chart.getStyler().setXAxisDecimalPattern("#");
    chart.getStyler().setYAxisMin(0.0);
    double highest = 0;
    int colour = 0;
    for (Map.Entry<String, NavigableMap<Integer, Double>> line : lines.entrySet()) {
      List<Double> at = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      points(line.getValue(), smooth, at, values);
      highest = Math.max(highest, frame(values));
      XYSeries series = chart.addSeries(line.getKey(), at, values);
      series.setLineColor(COLOURS.get(colour % COLOURS.size()));
      series.setLineStyle(new BasicStroke(1.6f));
      series.setMarkerColor(COLOURS.get(colour++ % COLOURS.size()));
      series.setMarker(values.size() < 40 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    chart.getStyler().setMarkerSize(5);
    chart.getStyler().setYAxisMax(1.06 * highest + 1e-12);
    chart.getStyler().setYAxisDecimalPattern(highest < 0.05 ? "0.0E0" : "#0.###");
    return PlotStyle.png(chart, HEIGHT);
  }

  /** How high a frame is that shows nearly all of these values. */
  static double frame(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    double most = sorted[(int) Math.ceil(FRAMED * sorted.length) - 1];
    return Math.min(sorted[sorted.length - 1], 1.25 * most);
  }

  /** Some hundred points of a line; each is the mean of the steps that it stands for. */
  static void points(
      NavigableMap<Integer, Double> line, boolean smooth, List<Double> at, List<Double> values) {
    int each = (line.size() + MOST_POINTS - 1) / MOST_POINTS;
    double smoothed = Double.NaN;
    double sum = 0;
    int count = 0;
    for (Map.Entry<Integer, Double> point : line.entrySet()) {
      double value = point.getValue();
      smoothed =
          !smooth || Double.isNaN(smoothed)
              ? value
              : smoothed + (value - smoothed) / SMOOTHED_STEPS;
      sum += smoothed;
      if (++count == each || point.getKey().equals(line.lastKey())) {
        at.add((double) point.getKey());
        values.add(sum / count);
        sum = 0;
        count = 0;
      }
    }
  }
}
