package dev.hark.cli;

import dev.hark.model.eval.Edit;
import dev.hark.model.eval.ErrorCounts;
import dev.hark.model.eval.ErrorUnit;
import java.util.ArrayList;
import java.util.List;

/** Writes an evaluation as Markdown. */
final class EvalMarkdown {
  private EvalMarkdown() {}

  static String write(EvalReport report) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(escape(report.title())).append("\n\n");
    report
        .facts()
        .forEach((name, value) ->
            out.append("- ").append(escape(name)).append(": ").append(escape(value)).append('\n'));
    out.append("- Clips: ").append(report.results().size()).append(", ");
    out.append(EvalNumbers.length(report.audioSeconds())).append(" of audio\n");
    out.append("- Mean error rate of the languages: ")
        .append(EvalNumbers.percent(report.meanRate()))
        .append('\n');
    out.append("- Real-time factor: ").append(EvalNumbers.factor(report.realTimeFactor()));
    out.append("\n- Peak memory: ").append(EvalNumbers.memory(report.peakMemoryBytes()));
    out.append("\n\n");
    addTable(report, out);
    addEmpty(report, out);
    addConfusions(report, out);
    addWorst(report, out);
    return out.toString();
  }

  private static void addTable(EvalReport report, StringBuilder out) {
    out.append(
        "| Language | Clips | Metric | Rate | 95 % interval | Subst. | Del. | Ins. | Length |"
            + " RTF |\n");
    out.append("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (EvalReport.Row row : report.rows()) {
      ErrorCounts counts = row.score().counts();
      List<String> cells =
          List.of(
              escape(row.language()),
              Integer.toString(row.score().clips()),
              row.score().unit().rateName(),
              EvalNumbers.percent(counts.rate()),
              EvalNumbers.interval(row.low(), row.high()),
              Long.toString(counts.substitutions()),
              Long.toString(counts.deletions()),
              Long.toString(counts.insertions()),
              Long.toString(counts.referenceLength()),
              EvalNumbers.factor(row.realTimeFactor()));
      out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    out.append('\n');
  }

  private static void addEmpty(EvalReport report, StringBuilder out) {
    List<EvalReport.Result> empty = report.empty();
    if (empty.isEmpty()) {
      return;
    }
    long heard = empty.stream().filter(result -> !result.alignment().edits().isEmpty()).count();
    out.append("## Clips without speech\n\n");
    out.append(
        "%d of %d were given text although their reference has none"
            .formatted(heard, empty.size()));
    out.append(". They are not part of the rates.\n\n");
    for (EvalReport.Result result : empty) {
      if (!result.alignment().edits().isEmpty()) {
        out.append("- ").append(escape(result.clip().name())).append(": ");
        out.append(escape(result.clip().hypothesis())).append('\n');
      }
    }
    if (heard > 0) {
      out.append('\n');
    }
  }

  private static void addConfusions(EvalReport report, StringBuilder out) {
    List<EvalConfusion> confusions = report.confusions();
    if (confusions.isEmpty()) {
      return;
    }
    out.append("## Most frequent confusions\n\n");
    out.append("| Said | Heard | Times |\n|---|---|--:|\n");
    for (EvalConfusion confusion : confusions) {
      out.append(
          "| %s | %s | %d |\n"
              .formatted(
                  orNothing(confusion.reference()),
                  orNothing(confusion.hypothesis()),
                  confusion.count()));
    }
    out.append('\n');
  }

  private static String orNothing(String token) {
    return token.isEmpty() ? "–" : escape(token);
  }

  private static void addWorst(EvalReport report, StringBuilder out) {
    List<EvalReport.Result> worst = report.worst();
    if (worst.isEmpty()) {
      return;
    }
    out.append("## Clips with the most errors\n\n");
    out.append("Struck out: missing. Bold: not in the reference. Texts are normalized.\n\n");
    for (EvalReport.Result result : worst) {
      ErrorCounts counts = result.alignment().counts();
      out.append(
          "**%s**, %s, %s %s (%d of %d)%n%n"
              .formatted(
                  escape(result.clip().name()),
                  escape(result.clip().language()),
                  result.unit().rateName(),
                  EvalNumbers.percent(counts.rate()),
                  counts.errors(),
                  counts.referenceLength()));
      out.append("> ").append(diff(result)).append("\n\n");
    }
  }

  private static String diff(EvalReport.Result result) {
    List<String> parts = new ArrayList<>();
    for (WordDiff run : WordDiff.of(result.alignment(), result.unit())) {
      String reference = escape(run.reference());
      String hypothesis = escape(run.hypothesis());
      if (run.kind() == Edit.Kind.CORRECT) {
        parts.add(reference);
        continue;
      }
      if (!reference.isEmpty()) {
        parts.add("~~" + reference + "~~");
      }
      if (!hypothesis.isEmpty()) {
        parts.add("**" + hypothesis + "**");
      }
    }
    return String.join(result.unit() == ErrorUnit.WORD ? " " : "", parts);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : OneLine.of(text).toCharArray()) {
      if ("\\`*_{}[]<>()#|~!".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
