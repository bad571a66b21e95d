package dev.hark.cli;

import dev.hark.cli.EvalReport.Result;
import dev.hark.cli.EvalReport.Row;
import dev.hark.model.eval.Edit;
import dev.hark.model.eval.ErrorCounts;
import dev.hark.model.eval.ErrorUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes an evaluation as one HTML page. */
final class EvalHtml {
  private final EvalReport report;
  private final HtmlPage out;

  private EvalHtml(EvalReport report) throws IOException {
    this.report = report;
    this.out = new HtmlPage(report.title(), report.facts());
  }

  /**
   * The page.
   *
   * @throws IOException if a plot cannot be drawn
   */
  static String write(EvalReport report) throws IOException {
    EvalHtml page = new EvalHtml(report);
    page.addTiles();
    page.addLanguages();
    page.addSpeed();
    page.addEmpty();
    page.addConfusions();
    page.addWorst();
    page.addNotes();
    return page.out.end();
  }

  private void addTiles() {
    out.append("<section class=\"tiles\">");
    out.tile(
        report.rows().size() == 1 ? "Error rate" : "Mean error rate",
        EvalNumbers.percent(report.meanRate()),
        languages());
    out.tile("Real-time factor", EvalNumbers.factor(report.realTimeFactor()), "compute over audio");
    out.tile(
        "Audio",
        EvalNumbers.length(report.audioSeconds()),
        count(report.results().size(), "clip", "clips"));
    out.tile("Peak memory", EvalNumbers.memory(report.peakMemoryBytes()), "resident");
    out.append("</section>\n");
  }

  private String languages() {
    int count = report.rows().size();
    return count == 1
        ? report.rows().getFirst().score().unit().rateName()
        : count + " languages, equal weight";
  }

  private static String count(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private void addLanguages() throws IOException {
    out.append("<section><h2>Error rates</h2>\n<div class=\"scroll\"><table><thead><tr>");
    for (String head : List.of("Language", "Metric")) {
      out.append("<th>").append(head).append("</th>");
    }
    for (String head :
        List.of("Rate", "95 % interval", "Subst.", "Del.", "Ins.", "Length", "Clips", "RTF")) {
      out.append("<th class=\"n\">").append(head).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (Row row : report.rows()) {
      ErrorCounts counts = row.score().counts();
      out.append("<tr><th>").append(HtmlPage.escape(row.language())).append("</th><td>");
      out.append(row.score().unit().rateName()).append("</td>");
      number("rate", EvalNumbers.percent(counts.rate()));
      number("", EvalNumbers.interval(row.low(), row.high()));
      number("", Long.toString(counts.substitutions()));
      number("", Long.toString(counts.deletions()));
      number("", Long.toString(counts.insertions()));
      number("", Long.toString(counts.referenceLength()));
      number("", Integer.toString(row.score().clips()));
      number("", EvalNumbers.factor(row.realTimeFactor()));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
    if (report.rows().stream().filter(row -> row.score().clips() > 0).count() > 1) {
      out.image(EvalPlots.errorRates(report), "Error rate of each language");
    }
    out.append("</section>\n");
  }

  private void number(String kind, String value) {
    out.append("<td class=\"n ").append(kind).append("\">").append(value).append("</td>");
  }

  private void addSpeed() throws IOException {
    if (report.audioSeconds() > 0) {
      out.append("<section><h2>Speed</h2>\n");
      out.image(EvalPlots.speed(report), "Real-time factor of each clip against its length");
      out.append("</section>\n");
    }
  }

  private void addEmpty() {
    List<Result> empty = report.empty();
    if (empty.isEmpty()) {
      return;
    }
    List<Result> heard =
        empty.stream().filter(result -> !result.alignment().edits().isEmpty()).toList();
    out.append("<section><h2>Clips without speech</h2>\n<p>")
        .append(heard.size())
        .append(" of ")
        .append(empty.size())
        .append(" were given text although their reference has none. They are not part of the")
        .append(" rates above.</p>\n");
    for (Result result : heard) {
      out.append("<article><h3>").append(HtmlPage.escape(result.clip().name())).append("</h3>");
      out.append("<p class=\"diff\" dir=\"auto\"><ins>");
      out.append(HtmlPage.escape(result.clip().hypothesis())).append("</ins></p></article>\n");
    }
    out.append("</section>\n");
  }

  private void addConfusions() {
    List<EvalConfusion> confusions = report.confusions();
    if (confusions.isEmpty()) {
      return;
    }
    out.append("<section><h2>Most frequent confusions</h2>\n<div class=\"scroll\"><table>");
    out.append("<thead><tr><th>Said</th><th>Heard</th><th class=\"n\">Times</th></tr></thead>");
    out.append("<tbody>\n");
    for (EvalConfusion confusion : confusions) {
      out.append("<tr><th>").append(orNothing(confusion.reference())).append("</th><td>");
      out.append(orNothing(confusion.hypothesis())).append("</td>");
      number("", Integer.toString(confusion.count()));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div></section>\n");
  }

  private static String orNothing(String token) {
    return token.isEmpty() ? "–" : HtmlPage.escape(token);
  }

  private void addWorst() {
    List<Result> worst = report.worst();
    if (worst.isEmpty()) {
      return;
    }
    out.append("<section><h2>Clips with the most errors</h2>\n<p class=\"legend\">");
    out.append("<del>in the reference only</del> <ins>in the transcript only</ins>");
    out.append(" Texts are shown as compared, that is normalized.</p>\n");
    for (Result result : worst) {
      ErrorCounts counts = result.alignment().counts();
      out.append("<article><h3>").append(HtmlPage.escape(result.clip().name()));
      out.append(" <span>").append(HtmlPage.escape(result.clip().language())).append(" · ");
      out.append(result.unit().rateName()).append(" ").append(EvalNumbers.percent(counts.rate()));
      out.append(" · ").append(counts.errors()).append(" of ").append(counts.referenceLength());
      out.append(" · ").append(EvalNumbers.seconds(result.clip().audioSeconds()));
      out.append("</span></h3>\n<p class=\"diff\" dir=\"auto\">").append(diff(result));
      out.append("</p></article>\n");
    }
    out.append("</section>\n");
  }

  private static String diff(Result result) {
    List<String> parts = new ArrayList<>();
    for (WordDiff run : WordDiff.of(result.alignment(), result.unit())) {
      if (run.kind() == Edit.Kind.CORRECT) {
        parts.add(HtmlPage.escape(run.reference()));
        continue;
      }
      if (!run.reference().isEmpty()) {
        parts.add("<del>" + HtmlPage.escape(run.reference()) + "</del>");
      }
      if (!run.hypothesis().isEmpty()) {
        parts.add("<ins>" + HtmlPage.escape(run.hypothesis()) + "</ins>");
      }
    }
    return String.join(result.unit() == ErrorUnit.WORD ? " " : "", parts);
  }

  private void addNotes() {
    out.append("<footer><p>A rate is the sum of substitutions, deletions and insertions over the");
    out.append(" length of the references: words (WER), or characters where a language is written");
    out.append(" without spaces (CER). English is normalized by the rules of the Whisper paper,");
    out.append(" other languages by case, punctuation and symbols only, so numbers written");
    out.append(" in another way count as errors. Intervals come from drawing the clips");
    out.append(" 1000 times with replacement.</p></footer>\n");
  }
}
