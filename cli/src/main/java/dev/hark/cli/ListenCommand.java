package dev.hark.cli;

import dev.hark.engine.AudioHeads;
import dev.hark.engine.Endpointing;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.LiveSession;
import dev.hark.engine.StreamException;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamOptions.Backlog;
import dev.hark.engine.StreamOptions.WhenFull;
import dev.hark.engine.Transcriber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Live captions. */
@Command(
    name = "listen",
    description = "Write what is spoken while it is spoken, from a microphone or standard input.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%n",
    abbreviateSynopsis = true,
    footer =
        "On a terminal the line that is being spoken is redrawn, dim where it may change; "
            + "elsewhere only finished lines are written. Ctrl-C ends it: what was said is still "
            + "written.%n%n"
            + "Exit code: 0 ended, 1 no sound, 2 wrong usage, 3 model, 4 internal failure.")
final class ListenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "- to listen to raw samples on standard input instead of a microphone.")
  private Optional<String> source = Optional.empty();

  @Mixin private RecogniserFlag recogniserFlag;

  @Mixin private SpokenFlags spoken;

  @Option(
      names = "--aligner",
      paramLabel = "MODEL",
      description =
          "Write the time of each word before it, found by this aligner: name or folder (default:"
              + " no times of words).")
  private Optional<String> aligner = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Microphone, by a part of its name (default: the first).")
  private Optional<String> device = Optional.empty();

  @Option(names = "--list-devices", description = "List microphones and end.")
  private boolean listDevices;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "16000",
      description = "Samples a second on standard input (default: ${DEFAULT-VALUE}).")
  private int rateHz;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "Channels on standard input, mixed to one (default: ${DEFAULT-VALUE}).")
  private int channels;

  @Option(
      names = "--format",
      defaultValue = "s16le",
      description = "Samples on standard input: s16le or f32le (default: ${DEFAULT-VALUE}).")
  private PcmInput.Format format;

  @Option(
      names = "--step-seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Speech between two updates of the line, 0.1 to 60 (default: 1).")
  private double stepSeconds;

  @Option(
      names = "--silence-ms",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Pause that ends a line, 100 to 10000 (default: ${DEFAULT-VALUE}).")
  private int silenceMillis;

  @Option(names = "--timestamps", description = "Begin each line with its times.")
  private boolean timestamps;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Keep the text in a file, too; .txt, .srt, .vtt, .json, .tsv or .lrc.")
  private Optional<Path> output = Optional.empty();

  @Mixin private VadFlag vad;
  @Mixin private ModelSource models;
  @Mixin private EngineFlags engine;

  private ListenCommand() {}

  @Override
  public Integer call() throws IOException {
    if (listDevices) {
      Microphones.names().forEach(spec.commandLine().getOut()::println);
      return ExitCode.OK;
    }
    StreamOptions options = options();
    String recogniser = recogniserFlag.name();
    boolean terminal = Terminal.shows(Terminal.OUT) && Terminal.understandsControls();
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), false);
    EngineOptions engineOptions = vad.in(engine.options());
    Path folder =
        models.folder(recogniser, engineOptions.cacheFolder(), Terminal.shows(Terminal.ERR));
    Optional<Path> alignerFolder =
        aligner.map(
            name -> models.folder(name, engineOptions.cacheFolder(), Terminal.shows(Terminal.ERR)));
    recogniserFlag.hint().ifPresent(screen::message);
    try (SoundInput input = input()) {
      Optional<CaptionFile> file = Optional.empty();
      if (output.isPresent()) {
        file = Optional.of(CaptionFile.create(output.get()));
      }
      Optional<CaptionFile> kept = file;
      Captions captions =
          new Captions(
              spec.commandLine().getOut(),
              terminal ? Terminal.columns() : 0,
              Terminal.wantsColours(),
              timestamps,
              screen::message,
              segment -> kept.ifPresent(captionFile -> captionFile.add(segment)));
      try (Models opened = Models.open(folder, alignerFolder, engineOptions);
          LiveSession session =
              opened
                  .transcriber()
                  .streaming()
                  .open(
                      opened.withWords(
                          withDetector(options, opened.transcriber(), engineOptions)
                              .withBacklog(backlog(input))),
                      captions)) {
        if (terminal) {
          screen.message("listening; Ctrl-C ends");
        }
        listen(input, session);
        if (kept.isPresent()) {
          kept.get().finish(session.fed());
        }
      }
    }
    return ExitCode.OK;
  }

  /** The options with the detector that was asked for. */
  private static StreamOptions withDetector(
      StreamOptions options, Transcriber transcriber, EngineOptions engine) {
    return switch (engine.vad()) {
      case ENERGY -> options;
      case NEURAL -> {
        AudioHeads heads = transcriber.heads().orElseThrow();
        yield options.withEndpointing(
            options.endpointing().orElseThrow().withDetector(heads::voiceActivity));
      }
    };
  }

  private static Backlog backlog(SoundInput input) {
    return input.live()
        ? new Backlog(Duration.ofMinutes(2), WhenFull.FAIL, true)
        : new Backlog(Duration.ofSeconds(30), WhenFull.WAIT, true);
  }

  private StreamOptions options() {
    StreamOptions live = StreamOptions.live();
    StreamOptions options =
        live.withContext(spoken.context())
            .withSteps(live.steps().withEvery(Duration.ofMillis(Math.round(stepSeconds * 1000))))
            .withEndpointing(Endpointing.create().withSilence(Duration.ofMillis(silenceMillis)));
    return spoken.language().map(name -> options.withLanguage(name.englishName())).orElse(options);
  }

  private SoundInput input() {
    if (source.isEmpty()) {
      return Microphones.open(device);
    }
    if (!source.get().equals("-")) {
      throw new IllegalArgumentException(
          "\"%s\" is not live; hark transcribe reads files, hark listen - reads raw samples from standard input"
              .formatted(source.get()));
    }
    if (channels < 1 || channels > 32) {
      throw new IllegalArgumentException("channels is " + channels + ", wanted 1 to 32");
    }
    return new PcmInput(System.in, format, channels, rateHz, false);
  }

  /**
   * Feeds the session until the sound ends or Ctrl-C, and waits for the rest of the text. A read
   * cannot be interrupted, so another thread reads.
   */
  private static void listen(SoundInput input, LiveSession session) throws IOException {
    CompletableFuture<Void> soundEnded = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .name("hark-sound")
            .daemon()
            .unstarted(() -> {
              try {
                for (float[] samples = input.read(); samples != null; samples = input.read()) {
                  session.feed(samples);
                }
                soundEnded.complete(null);
              } catch (IOException | RuntimeException e) {
                soundEnded.completeExceptionally(e);
              }
            });
    try (StopSignal _ = StopSignal.interrupting()) {
      reader.start();
      soundEnded.get();
    } catch (InterruptedException e) {
      // Ctrl-C: no more sound, but the text of what was heard.
    } catch (ExecutionException e) {
      await(session); // if it was the session that failed, it says why
      throw failure(e.getCause());
    }
    await(session);
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException io -> io;
      case StreamException late ->
          new IOException(
              "sound comes faster than this machine transcribes it: " + late.getMessage(), late);
      case null, default -> new IOException("sound cannot be read: " + cause, cause);
    };
  }

  private static void await(LiveSession session) {
    try {
      session.finish().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
