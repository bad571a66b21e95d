package dev.hark.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** What the plots of reports look like: PNG images of twice the shown size, without ground. */
final class PlotStyle {
  static final int WIDTH = 880;
  static final Color BLUE = new Color(0x3b, 0x6e, 0xa8);
  private static final int SCALE = 2;
  private static final Color CLEAR = new Color(255, 255, 255, 0);
  private static final Color INK = new Color(0x33, 0x3d, 0x47);
  private static final Color FAINT = new Color(0xe4, 0xe8, 0xec);

  private PlotStyle() {}

  static void apply(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setLegendVisible(false);
    styler.setLegendBackgroundColor(CLEAR);
    styler.setLegendBorderColor(CLEAR);
    styler.setLegendFont(font);
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

  static byte[] png(Chart<?, ?> chart, int height) throws IOException {
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
