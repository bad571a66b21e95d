package dev.hark.cli;

import dev.hark.audio.AudioReader;
import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Word;
import dev.hark.model.eval.TimeShifts;
import dev.hark.train.data.DataException;
import dev.hark.train.data.Manifest;
import dev.hark.train.data.ManifestEntry;
import dev.hark.train.data.TimedWord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how far the times that an aligner finds lie from true ones. */
@Command(
    name = "shifts",
    description = "Measure how far the times that an aligner finds lie from true ones.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "MANIFEST is one of training, whose lines have \"words\" with times. The table has a row for each",
      "language, or for each synthesiser and language where the manifest says \"voice\"."
    })
final class TrainShiftsCommand implements Callable<Integer> {
  private static final double MILLIS = 1000;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "MANIFEST", description = "Clips with times of words.")
  private Optional<Path> manifest = Optional.empty();

  @Mixin private AlignerFlag alignerFlag;
  @Mixin private ModelSource models;
  @Mixin private EngineFlags engine;

  private TrainShiftsCommand() {}

  @Override
  public Integer call() {
    Path file = manifest.orElseThrow();
    List<ManifestEntry> entries =
        Manifest.read(file, Manifest.LONGEST).strict().entries().stream()
            .filter(entry -> !entry.words().isEmpty())
            .toList();
    if (entries.isEmpty()) {
      throw new DataException(file + ": no line has \"words\" with times");
    }
    EngineOptions options = engine.options();
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    alignerFlag.hint().ifPresent(screen::message);
    Path folder = models.folder(alignerFlag.name(), options.cacheFolder(), watched);
    AudioReader reader = AudioReader.create();
    TimeShifts all = new TimeShifts();
    Map<String, TimeShifts> groups = new TreeMap<>();
    int other = 0;
    try (ForcedAligner aligner = ForcedAligner.open(folder, options)) {
      for (int i = 0; i < entries.size(); i++) {
        screen.progress("%d of %d".formatted(i + 1, entries.size()));
        ManifestEntry entry = entries.get(i);
        float[] samples = reader.readAll(AudioSource.of(entry.audio()));
        List<Word> found = aligner.align(samples, entry.text(), entry.language()).words();
        if (found.size() == entry.words().size()) {
          add(found, entry.words(), all);
          add(found, entry.words(), groups.computeIfAbsent(group(entry), _ -> new TimeShifts()));
        } else {
          other++;
          screen.message(
              "%s: %d words with times, the aligner counts %d; left out"
                  .formatted(entry.where(), entry.words().size(), found.size()));
        }
      }
    } finally {
      screen.progress("");
    }
    screen.print(table(entries.size() - other, all, groups));
    return other == 0 ? ExitCode.OK : ExitCode.INPUT;
  }

  private static void add(List<Word> found, List<TimedWord> words, TimeShifts shifts) {
    for (int i = 0; i < found.size(); i++) {
      shifts.add(
          millis(found.get(i).rawStart()) - words.get(i).start() * MILLIS,
          millis(found.get(i).rawEnd()) - words.get(i).end() * MILLIS);
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static String group(ManifestEntry entry) {
    int colon = entry.voice().indexOf(':');
    return colon < 0
        ? entry.language()
        : entry.voice().substring(0, colon) + ", " + entry.language();
  }

  private static String table(int clips, TimeShifts all, Map<String, TimeShifts> groups) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| %d clips | words | mean shift (ms) | starts | ends | median | within 80 ms | within 160 ms |\n"
            .formatted(clips));
    table.append("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    groups.forEach((name, shifts) -> table.append(row(name, shifts)));
    return table.append(row("all", all)).toString();
  }

  private static String row(String name, TimeShifts shifts) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f %% | %.1f %% |\n",
        name,
        shifts.words(),
        shifts.meanMillis(),
        shifts.startMillis(),
        shifts.endMillis(),
        shifts.medianMillis(),
        100 * shifts.within(80),
        100 * shifts.within(160));
  }
}
