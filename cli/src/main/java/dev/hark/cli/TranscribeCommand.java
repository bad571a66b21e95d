package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcription;
import dev.hark.engine.format.SubtitleOptions;
import dev.hark.engine.format.TranscriptFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Transcribes recordings. */
@Command(
    name = "transcribe",
    description = "Turn recordings into text, subtitles or JSON.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    abbreviateSynopsis = true,
    footer =
        "With one input and neither -o nor -f, the text goes to standard output. Results are named "
            + "like their input: talk.mp3 gives talk.srt; if talk.wav is there as well, "
            + "talk.mp3.srt and talk.wav.srt. After Ctrl-C, or when a recording turns out to be "
            + "damaged, what was finished is kept in talk.partial.srt.%n%n"
            + "Exit code: 0 all transcribed, 1 some failed or may lack text, 2 wrong usage, "
            + "3 model, 4 internal failure, 130 stopped.")
final class TranscribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Files, folders, patterns in quotes, or - for standard input.")
  private List<String> arguments = List.of();

  @Mixin private RecogniserFlag recogniserFlag;

  @Option(
      names = "--aligner",
      paramLabel = "MODEL",
      description =
          "Aligner for word times: name or folder (default: HARK_ALIGNER, else the built-in one with"
              + " hark-mini and "
              + ModelSource.STANDARD_ALIGNER
              + ").")
  private Optional<String> aligner = Optional.empty();

  @Mixin private SpeechFlags speech;
  @Mixin private VadFlag vad;
  @Mixin private OutputFlags output;

  @Option(
      names = {"--word-timestamps", "--word_timestamps"},
      arity = "0..1",
      fallbackValue = "true",
      description = "Find the time of each word with the aligner.")
  private Optional<Boolean> wordTimestamps = Optional.empty();

  @Option(
      names = {"--clip-timestamps", "--clip_timestamps"},
      paramLabel = "S,S,...",
      description = "Only these stretches: start,end,start,end,... in seconds.")
  private Optional<String> clipTimes = Optional.empty();

  @Option(
      names = {"--skip-existing", "--skip_existing"},
      description = "Leave out inputs whose results are there already.")
  private boolean skipExisting;

  @Option(
      names = "--verbose",
      arity = "0..1",
      fallbackValue = "true",
      description = "Show segments as they come (default: on a terminal).")
  private Optional<Boolean> verbose = Optional.empty();

  @Mixin private ModelSource models;
  @Mixin private EngineFlags engine;
  @Mixin private WhisperFlags whisper;

  @Override
  public Integer call() throws IOException {
    List<String> ignored = whisper.check();
    TranscribeOptions options =
        output.formats().contains(TranscriptFormat.JSON)
            ? speech.options().withLanguageProbabilities()
            : speech.options();
    String recogniser = recogniserFlag.name();
    Optional<Clips> clips = clipTimes.map(Clips::parse);
    List<Input> inputs = Inputs.find(arguments);
    boolean onlyStream = inputs.size() == 1 && inputs.getFirst().isStream();
    boolean toFiles = !output.toStandardOutput(onlyStream);
    SubtitleOptions subtitles = output.subtitles();
    Optional<Results> results =
        toFiles ? Optional.of(new Results(output.formats(), subtitles)) : Optional.empty();
    Screen screen =
        new Screen(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            Terminal.shows(Terminal.ERR)
                && Terminal.understandsControls()
                && (toFiles || !Terminal.outputIsPiped()));
    List<Job> jobs = jobs(inputs, results);
    Report report = new Report(screen, jobs, style(toFiles, jobs.size(), subtitles));
    if (!ignored.isEmpty()) {
      screen.message(String.join(", ", ignored) + ": ignored, they mean nothing to Qwen3-ASR");
    }
    recogniserFlag.hint().ifPresent(screen::message);
    if (results.isPresent()) {
      createFolder(output.folder());
    }
    if (jobs.stream().allMatch(job -> job.outcome().isPresent())) {
      report.update();
      return finished(jobs, report, screen, 0);
    }
    boolean words = wordTimestamps.orElse(aligner.isPresent() || output.needsWords());
    try (Models opened = open(recogniser, words, screen)) {
      TranscribeRun run =
          new TranscribeRun(
              opened.transcriber(), opened.withWords(options), clips, results, report, screen);
      return run(run, jobs, report, screen, opened);
    } finally {
      screen.progress("");
    }
  }

  private Models open(String recogniser, boolean words, Screen screen) {
    EngineOptions options = vad.in(engine.options());
    Path cache = options.cacheFolder();
    Path folder = models.folder(recogniser, cache, screen.progressShown());
    Optional<Path> alignerFolder =
        words
            ? Optional.of(
                models.folder(
                    ModelSource.aligner(aligner, recogniser), cache, screen.progressShown()))
            : Optional.empty();
    screen.progress("loading " + OneLine.of(recogniser));
    Models opened = Models.open(folder, alignerFolder, options);
    screen.progress("");
    return opened;
  }

  private int run(TranscribeRun run, List<Job> jobs, Report report, Screen screen, Models opened) {
    try (StopSignal _ = StopSignal.interrupting();
        FileBatch batch = new FileBatch(engine.options().batchSize());
        ProgressTicker ticker = ProgressTicker.start(new ProgressLine(jobs), screen)) {
      try {
        batch.run(jobs, run::work);
        ticker.stop();
        return finished(jobs, report, screen, ticker.elapsedSeconds());
      } catch (InterruptedException e) {
        run.stopping();
        batch.stop();
        ticker.stop();
        run.keepUnfinished(jobs);
        if (!batch.ended()) {
          opened.leaveOpen();
        }
        return ExitCode.INTERRUPTED;
      }
    }
  }

  private List<Job> jobs(List<Input> inputs, Optional<Results> results) {
    List<Path> targets =
        OutputNames.of(inputs, results.isPresent() ? output.folder() : Path.of(""));
    Set<Path> recordings = new HashSet<>();
    inputs.forEach(input -> input.place().ifPresent(recordings::add));
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Job job = new Job(i, inputs.get(i), targets.get(i));
      Input input = job.input();
      if (!input.usable()) {
        fail(job, input.problem());
      } else if (results.isPresent()) {
        if (results.get().files(job.target()).stream()
            .anyMatch(file -> recordings.contains(file.toAbsolutePath().normalize()))) {
          fail(job, "its result would replace a recording; name another folder with -o");
        } else if (skipExisting && results.get().exist(job.target())) {
          job.finish(new Outcome.Skipped());
        }
      }
      jobs.add(job);
    }
    return jobs;
  }

  private static void fail(Job job, String problem) {
    job.finish(
        new Outcome.Failed(
            job.input().name() + ": " + problem, ExitCode.INPUT, job.partial("not begun")));
  }

  private ReportStyle style(boolean toFiles, int inputs, SubtitleOptions subtitles) {
    boolean terminal = Terminal.shows(Terminal.OUT);
    boolean live = verbose.orElse(terminal && (toFiles || !output.formatNamed()));
    if (toFiles) {
      return new ReportStyle(live, terminal && Terminal.wantsColours(), Optional.empty());
    }
    List<TranscriptFormat> formats = output.formats();
    if (formats.size() > 1 || (inputs > 1 && formats.getFirst() != TranscriptFormat.TXT)) {
      throw new ParameterException(
          spec.commandLine(),
          "several results do not fit on standard output; name a folder with -o");
    }
    Function<Transcription, String> text =
        transcription -> formats.getFirst().format(transcription, subtitles);
    return new ReportStyle(live, terminal && Terminal.wantsColours(), Optional.of(text));
  }

  private void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "output folder %s cannot be made: %s".formatted(folder, Failures.reason(e)),
          e);
    }
  }

  private static int finished(List<Job> jobs, Report report, Screen screen, double elapsedSeconds) {
    if (jobs.size() > 1 || screen.progressShown()) {
      report.summary(elapsedSeconds);
    }
    return jobs.stream()
        .mapToInt(job ->
            switch (job.outcome().orElseThrow()) {
              case Outcome.Transcribed(Transcription transcription) ->
                  transcription.truncated() ? ExitCode.INPUT : ExitCode.OK;
              case Outcome.Failed failed -> failed.exitCode();
              case Outcome.Skipped() -> ExitCode.OK;
            })
        .max()
        .orElse(ExitCode.OK);
  }
}
