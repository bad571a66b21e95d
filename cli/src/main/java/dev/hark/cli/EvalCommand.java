package dev.hark.cli;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioSource;
import dev.hark.cli.EvalManifest.Entry;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.engine.synthetic.ProcessMemory;
import dev.hark.model.eval.BasicTextNormalizer;
import dev.hark.model.eval.TextNormalizer;
import dev.hark.model.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures error rates and speed on clips whose text is known. */
@Command(
    name = "eval",
    description = "Measure error rates and speed on clips whose text is known.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    footer = {
      "CLIPS is a folder of recordings with a .txt of the same name beside each, or a file of JSON",
      "lines {\"audio\": \"a.wav\", \"text\": \"what is said\", \"language\": \"de\"}. Clips are"
          + " taken one",
      "after the other, so that the time of each can be told. The report goes to standard output"
          + " as",
      "Markdown, unless --html or --markdown names a file."
    })
final class EvalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "CLIPS", description = "Folder, or file of JSON lines.")
  private Optional<Path> clips = Optional.empty();

  @Mixin private RecogniserFlag recogniserFlag;

  @Mixin private ModelSource models;
  @Mixin private SpeechFlags speech;
  @Mixin private EngineFlags engine;

  @Option(names = "--title", defaultValue = "Evaluation", description = "Heading of the report.")
  private String title;

  @Option(names = "--html", paramLabel = "FILE", description = "Write the report as HTML.")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write the report as Markdown.")
  private Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--detect-language",
      description =
          "Do not tell the model the languages of the clips; report how often it finds them.")
  private boolean detectLanguage;

  @Option(
      names = "--number-words",
      description = "Count number words as they are spoken, where usually they become digits.")
  private boolean numberWords;

  @Option(
      names = "--noise",
      paramLabel = "DB",
      description = "Add pink noise, so many decibels below the speech.")
  private Optional<Double> noise = Optional.empty();

  private EvalCommand() {}

  @Override
  public Integer call() throws IOException {
    Optional<EvalNoise> added = noise.map(EvalNoise::new);
    List<Entry> entries = EvalManifest.read(clips.orElseThrow());
    String name = recogniserFlag.name();
    EngineOptions engineOptions = engine.options();
    boolean watched = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), watched);
    Path folder = models.folder(name, engineOptions.cacheFolder(), watched);
    LanguageCount languages = new LanguageCount();
    List<EvalClip> done = new ArrayList<>();
    try (Transcriber transcriber = Transcriber.open(folder, engineOptions)) {
      for (Entry entry : entries) {
        screen.progress(
            "%d of %d: %s".formatted(done.size() + 1, entries.size(), OneLine.of(entry.name())));
        try {
          done.add(transcribe(transcriber, entry, added, languages));
        } catch (AudioException e) {
          screen.message(entry.name() + ": " + Failures.message(e));
        }
      }
    } finally {
      screen.progress("");
    }
    int failed = entries.size() - done.size();
    if (!done.isEmpty()) {
      Map<String, String> facts = facts(name, engineOptions, failed);
      added.ifPresent(
          level -> facts.put("Noise", "pink, %s dB below the speech".formatted(level.decibels())));
      languages.fact().ifPresent(fact -> facts.put("Languages found", fact));
      write(
          EvalReport.of(
              title, facts, done, numberWords ? EvalCommand::asSpoken : TextNormalizer::of),
          screen);
    }
    return failed == 0 ? ExitCode.OK : ExitCode.INPUT;
  }

  private static TextNormalizer asSpoken(String language) {
    return BasicTextNormalizer.create().withMarksKept();
  }

  private EvalClip transcribe(
      Transcriber transcriber, Entry entry, Optional<EvalNoise> noise, LanguageCount languages) {
    TranscribeOptions options = speech.options();
    Optional<Language> told =
        detectLanguage ? speech.language() : entry.language().or(speech::language);
    if (told.isPresent()) {
      options = options.withLanguage(told.get().englishName());
    }
    long start = System.nanoTime();
    AudioSource audio = AudioSource.of(entry.audio());
    Transcription transcription =
        noise.isPresent()
            ? transcriber.transcribe(noise.get().over(audio, entry.name()), options)
            : transcriber.transcribe(audio, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (detectLanguage) {
      entry
          .language()
          .ifPresent(spoken -> languages.add(spoken.englishName(), heard(transcription)));
    }
    return new EvalClip(
        entry.name(),
        entry
            .language()
            .or(speech::language)
            .map(Language::englishName)
            .orElse(heard(transcription)),
        entry.reference(),
        transcription.text(),
        transcription.duration().toMillis() / 1000.0,
        seconds,
        ProcessMemory.peakResidentBytes());
  }

  /** The first language that the model heard. */
  private static String heard(Transcription transcription) {
    String first = transcription.language().split(",", 2)[0];
    return first.isEmpty() ? "not told" : first;
  }

  private static Map<String, String> facts(String model, EngineOptions options, int failed) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Model", model);
    facts.put("Precision", options.precision().name().toLowerCase(Locale.ROOT));
    facts.put("Threads", Integer.toString(options.threads()));
    facts.put(
        "Machine",
        "%s, %d processors, Java %s"
            .formatted(
                System.getProperty("os.arch", ""),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature()));
    if (failed > 0) {
      facts.put("Not readable", failed + " clips, which count nowhere");
    }
    return facts;
  }

  private void write(EvalReport report, Screen screen) throws IOException {
    if (html.isPresent()) {
      AtomicFile.write(html.get(), EvalHtml.write(report));
    }
    if (markdown.isPresent()) {
      AtomicFile.write(markdown.get(), EvalMarkdown.write(report));
    }
    if (html.isEmpty() && markdown.isEmpty()) {
      screen.print(EvalMarkdown.write(report));
    }
  }
}
