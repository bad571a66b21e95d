package dev.hark.cli;

import dev.hark.audio.AudioException;
import dev.hark.audio.AudioReader;
import dev.hark.audio.PcmStream;
import dev.hark.engine.Alignment;
import dev.hark.engine.Coverage;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.Segment;
import dev.hark.engine.Span;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.model.text.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds out when the words of a known text were spoken. */
@Command(
    name = "align",
    description = "Find the time of each word of a known text.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    abbreviateSynopsis = true,
    footer =
        "With neither -o nor -f, each word is printed with its times.%n%n"
            + "Exit code: 0 aligned, 1 the recording cannot be read, 2 wrong usage, 3 model, "
            + "4 internal failure.")
final class AlignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "AUDIO", description = "A recording, or - for standard input.")
  private String audio;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "What is said in it (default: talk.txt beside talk.mp3).")
  private Optional<String> text = Optional.empty();

  @Option(
      names = {"--text-file", "--text_file"},
      paramLabel = "FILE",
      description = "File with what is said in it, in UTF-8.")
  private Optional<Path> textFile = Optional.empty();

  @Option(
      names = {"-l", "--language"},
      paramLabel = "LANG",
      defaultValue = "auto",
      description = "Language of the text, by code or English name; decides what a word is.")
  private String language;

  @Mixin private AlignerFlag alignerFlag;
  @Mixin private OutputFlags output;
  @Mixin private ModelSource models;
  @Mixin private EngineFlags engine;

  @Override
  public Integer call() throws IOException {
    String languageName = Languages.parse(language).map(Language::englishName).orElse("");
    List<TranscriptFormat> formats = output.formats();
    Input input = input();
    KnownText known = KnownText.find(text, textFile, input);
    boolean shown = output.toStandardOutput(input.isStream());
    Path target = OutputNames.of(List.of(input), shown ? Path.of("") : output.folder()).getFirst();
    Results results = new Results(formats, output.subtitles());
    if (shown && formats.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "several results do not fit on standard output; name a folder with -o");
    }
    if (!shown && results.files(target).stream().anyMatch(known::isIn)) {
      throw new ParameterException(
          spec.commandLine(), "the result would replace the text; name another folder with -o");
    }
    boolean terminal = Terminal.shows(Terminal.ERR) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), terminal);
    float[] samples = AudioReader.create().readAll(input.source());
    EngineOptions options = engine.options();
    alignerFlag.hint().ifPresent(screen::message);
    Path folder = models.folder(alignerFlag.name(), options.cacheFolder(), terminal);
    try (ForcedAligner aligner = ForcedAligner.open(folder, options)) {
      Alignment alignment = aligner.align(samples, known.text(), languageName);
      Transcription transcription = transcription(alignment, languageName, samples.length);
      if (!shown) {
        results.write(target, transcription);
      } else if (output.formatNamed()) {
        print(formats.getFirst().format(transcription, output.subtitles()));
      } else {
        alignment.words().forEach(word -> print(line(word)));
      }
      return ExitCode.OK;
    }
  }

  private Input input() {
    List<Input> inputs = Inputs.find(List.of(audio));
    Input first = inputs.getFirst();
    if (!first.usable()) {
      throw new AudioException(first.name() + ": " + first.problem());
    }
    if (inputs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "\"%s\" names several recordings; give one".formatted(audio));
    }
    return first;
  }

  private static Transcription transcription(Alignment alignment, String language, int samples) {
    Duration duration = Duration.ofMillis(samples * 1000L / PcmStream.SAMPLE_RATE_HZ);
    List<Segment> segments = alignment.sentences(language);
    List<Span> spans =
        segments.isEmpty()
            ? List.of()
            : List.of(new Span(Duration.ZERO, duration, Coverage.SPEECH, ""));
    return Transcription.of(duration, segments, spans);
  }

  private static String line(Word word) {
    return "[%s --> %s] %s\n"
        .formatted(
            Clock.withMillis(word.start()), Clock.withMillis(word.end()), OneLine.of(word.text()));
  }

  private void print(String result) {
    spec.commandLine().getOut().print(result);
    spec.commandLine().getOut().flush();
  }
}
