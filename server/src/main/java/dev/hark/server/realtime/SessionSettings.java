package dev.hark.server.realtime;

import dev.hark.audio.RawAudio;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.StreamSteps;
import dev.hark.engine.TranscribeOptions;
import dev.hark.server.transcribe.SpeechHints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client has asked of its session.
 *
 * @param format how its samples are written
 * @param model id of the model
 * @param language as it was sent; empty to let the model find out
 * @param languages as they were sent
 * @param keywords names and terms
 * @param prompt text with names and terms
 * @param delay how soon text is wanted; empty for usual
 * @param turns how turns are found; empty if the client commits
 * @param stash whether growing text is sent with what may still change of it
 * @param probabilities whether tokens are sent with their log-probabilities
 */
record SessionSettings(
    Format format,
    String model,
    Optional<String> language,
    List<String> languages,
    List<String> keywords,
    Optional<String> prompt,
    Optional<Delay> delay,
    Optional<ServerVad> turns,
    boolean stash,
    boolean probabilities) {

  /**
   * How samples are written.
   *
   * @param type the name in the API
   */
  record Format(String type, RawAudio.Coding coding, int rateHz) {
    static final Format PCM_16 = new Format("audio/pcm", RawAudio.Coding.PCM16, 16_000);
    static final Format PCM_24 = new Format("audio/pcm", RawAudio.Coding.PCM16, 24_000);

    RawAudio decoder() {
      return RawAudio.create(coding, rateHz);
    }
  }

  /** How soon text is wanted. */
  enum Delay {
    MINIMAL(500),
    LOW(1000),
    MEDIUM(2000),
    HIGH(4000),
    XHIGH(8000);

    private final int stepMillis;

    Delay(int stepMillis) {
      this.stepMillis = stepMillis;
    }
  }

  /** A session as it begins. */
  static SessionSettings create(String model, Dialect dialect) {
    boolean dashScope = dialect == Dialect.DASHSCOPE;
    return new SessionSettings(
        dashScope ? Format.PCM_16 : Format.PCM_24,
        model,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(ServerVad.STANDARD),
        dashScope,
        false);
  }

  private SpeechHints hints() {
    return SpeechHints.of(language, languages, prompt, keywords);
  }

  /** Options for audio that the client commits. */
  TranscribeOptions recordingOptions() {
    TranscribeOptions options = hints().options();
    return probabilities ? options.withProbabilities(0) : options;
  }

  /** Options for audio in which turns are found. */
  StreamOptions streamOptions(RealtimeLimits limits) {
    StreamOptions live = StreamOptions.live();
    return hints()
        .options(
            (probabilities ? live.withProbabilities() : live)
                .withSteps(steps(limits))
                .withBacklog(
                    new StreamOptions.Backlog(limits.backlog(), StreamOptions.WhenFull.WAIT, true))
                .withEndpointing(turns.orElse(ServerVad.STANDARD).endpointing()));
  }

  private StreamSteps steps(RealtimeLimits limits) {
    Duration every = Duration.ofMillis(delay.orElse(Delay.LOW).stepMillis);
    Duration slowest = limits.slowestStep();
    return StreamSteps.live()
        .withEvery(every)
        .withSlowest(slowest.compareTo(every) < 0 ? every : slowest);
  }
}
