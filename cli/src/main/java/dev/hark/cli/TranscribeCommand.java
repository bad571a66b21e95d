package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
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
    footer = {
      "With one input and neither -o nor -f, the text goes to standard output.",
      "Results are named like their input: talk.mp3 gives talk.srt; if talk.wav is there as well,",
      "talk.mp3.srt and talk.wav.srt. After Ctrl-C, or when a recording turns out to be damaged,",
      "what was finished is kept in talk.partial.srt.",
      "Exit code: 0 all transcribed, 1 some failed or may lack text, 2 wrong usage, 3 model,",
      "4 internal failure, 130 stopped."
    })
final class TranscribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Files, folders, patterns in quotes, or - for standard input.")
  private List<String> arguments = List.of();

  @Mixin private ModelFlags models;
  @Mixin private SpeechFlags speech;
  @Mixin private OutputFlags output;

  @Option(
      names = {"--word-timestamps", "--word_timestamps"},
      arity = "0..1",
      fallbackValue = "true",
      description = "Find the time of each word with the aligner.")
  private Optional<Boolean> wordTimestamps = Optional.empty();

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

  @Mixin private EngineFlags engine;
  @Mixin private WhisperFlags whisper;

  @Override
  public Integer call() throws IOException {
    List<String> ignored = whisper.check();
    TranscribeOptions options = speech.options();
    String recogniser = models.recogniserName();
    List<Input> inputs = Inputs.find(arguments);
    boolean onlyStream = inputs.size() == 1 && inputs.getFirst().isStream();
    boolean toFiles = !output.toStandardOutput(onlyStream);
    Optional<Results> results =
        toFiles ? Optional.of(new Results(output.formats(), output.subtitles())) : Optional.empty();
    Screen screen =
        new Screen(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            Terminal.shows(Terminal.ERR) && Terminal.understandsControls());
    List<Job> jobs = jobs(inputs, results);
    Report report = new Report(screen, jobs, style(toFiles, jobs.size()));
    if (!ignored.isEmpty()) {
      screen.message(String.join(", ", ignored) + ": ignored, they mean nothing to Qwen3-ASR");
    }
    if (results.isPresent()) {
      createFolder(output.folder());
    }
    if (jobs.stream().allMatch(job -> job.outcome().isPresent())) {
      report.update();
      return finished(jobs, report, screen, 0);
    }
    Path modelFolder = folder(recogniser, screen);
    boolean words = wordTimestamps.orElse(models.alignerNamed() || output.needsWords());
    Optional<Path> alignerFolder =
        words ? Optional.of(folder(models.alignerName(), screen)) : Optional.empty();
    screen.progress("loading " + OneLine.of(recogniser));
    EngineOptions engineOptions = engine.options();
    Transcriber transcriber = Transcriber.open(modelFolder, engineOptions);
    Optional<ForcedAligner> aligner = Optional.empty();
    boolean ended = true;
    try {
      aligner = alignerFolder.map(folder -> ForcedAligner.open(folder, engineOptions));
      if (aligner.isPresent()) {
        options = options.withWordTimestamps(aligner.get());
      }
      screen.progress("");
      TranscribeRun run = new TranscribeRun(transcriber, options, results, report, screen);
      try (StopSignal _ = StopSignal.install();
          FileBatch batch = new FileBatch(engineOptions.batchSize());
          ProgressTicker ticker = ProgressTicker.start(new ProgressLine(jobs), screen)) {
        try {
          batch.run(jobs, run::work);
          return finished(jobs, report, screen, ticker.elapsedSeconds());
        } catch (InterruptedException e) {
          run.stopping();
          batch.stop();
          ticker.stop();
          run.keepUnfinished(jobs);
          ended = batch.ended();
          return ExitCode.INTERRUPTED;
        }
      }
    } finally {
      screen.progress("");
      if (ended) { // else the process ends anyway, and what still runs must not lose its networks
        aligner.ifPresent(ForcedAligner::close);
        transcriber.close();
      }
    }
  }

  private Path folder(String name, Screen screen) {
    return models.folder(name, spec.commandLine().getErr(), screen.progressShown());
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

  private ReportStyle style(boolean toFiles, int inputs) {
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
        transcription -> formats.getFirst().format(transcription, output.subtitles());
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
