package dev.hark.engine.stream;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.audio.PcmStream;
import dev.hark.audio.StreamingLogMel;
import dev.hark.engine.Coverage;
import dev.hark.engine.ScoredToken;
import dev.hark.engine.StreamOptions;
import dev.hark.engine.decode.GrowingAudio;
import dev.hark.engine.decode.TokenChooser;
import dev.hark.engine.decode.TokenIds;
import dev.hark.engine.longform.AllowedLanguages;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.text.Sampler;
import dev.hark.model.text.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A segment in live mode. Each step continues the stable tokens; what was written after them in the
 * step before is the draft, so that only what changed is generated one by one. Tokens become stable
 * when two steps agree on them and some more follow.
 */
final class LiveSegment implements OpenSegment {
  private static final double RETRY_TEMPERATURE = 0.2;
  private static final int MOST_LOOPS = 2;

  private final StreamModel model;
  private final StepRunner runner;
  private final StreamOptions options;
  private final AllowedLanguages languages;
  private final StableText text;
  private final SampleBuffer audio = new SampleBuffer();
  private final StreamingLogMel features = LogMel.create().stream();
  private final Optional<GrowingAudio> growth;
  private final Cadence.Place place;
  private final boolean takesTurns;
  private int lastStep; // samples
  private int steps;
  private int loops;
  private boolean frozen;
  private int[] last = {}; // the tokens of the latest step, stable ones included
  private List<ScoredToken> settled = List.of(); // the stable tokens, if probabilities are wanted

  LiveSegment(
      StreamModel model,
      StepRunner runner,
      StreamOptions options,
      AllowedLanguages languages,
      Cadence.Place place,
      boolean reuse) {
    this.model = model;
    this.place = place;
    this.takesTurns = options.backlog().skipSteps();
    this.runner = runner;
    this.options = options;
    this.languages = languages;
    this.text = new StableText(model, languages.only());
    this.growth = reuse ? Optional.of(GrowingAudio.create()) : Optional.empty();
  }

  @Override
  public void append(float[] samples, int offset, int count) {
    audio.append(samples, offset, count);
    features.accept(samples, offset, count);
    if (takesTurns) {
      place.heard(audio.length() - lastStep);
    }
  }

  @Override
  public SampleBuffer audio() {
    return audio;
  }

  @Override
  public int untilStep() {
    int missing = Math.max(0, lastStep + place.samplesBetweenSteps() - audio.length());
    return takesTurns && missing == 0 ? Integer.MAX_VALUE : missing;
  }

  @Override
  public boolean begin() {
    return takesTurns ? place.begin() : untilStep() == 0;
  }

  @Override
  public void freeze() {
    frozen = true;
  }

  @Override
  public Hypothesis step() throws InterruptedException {
    lastStep = audio.length();
    try {
      return write();
    } finally {
      place.stepped();
    }
  }

  private Hypothesis write() throws InterruptedException {
    if (loops >= MOST_LOOPS) {
      return hypothesis(last, "");
    }
    StepRunner.Written written =
        run(features.compute(), true, options.steps().maxNewTokens(), chooser(audio.length()));
    int[] tokens = joined(text.tokens(), written.tokens());
    List<ScoredToken> scored = scored(written);
    if (written.looped()) {
      loops++;
      last = text.tokens();
      steps++;
      return hypothesis(tokens, "endless repetition; cut, and decoded again");
    }
    if (steps >= options.steps().unfixedSteps() && !frozen) {
      int agreed = Math.max(0, Arrays.mismatch(last, tokens));
      if (Arrays.equals(last, tokens)) {
        agreed = tokens.length;
      }
      text.settle(tokens, Math.min(agreed, tokens.length - options.steps().unfixedTokens()));
      settled = scored.subList(0, Math.min(text.tokens().length, scored.size()));
    }
    last = tokens;
    steps++;
    return hypothesis(tokens, "");
  }

  private TokenChooser chooser(int samples) {
    return model.chooser(text.tokens().length, samples / (double) PcmStream.SAMPLE_RATE_HZ);
  }

  private Hypothesis hypothesis(int[] tokens, String trouble) {
    ParsedOutput output = text.read(tokens);
    return new Hypothesis(
        text.stable(),
        output.text().substring(text.stable().length()),
        output.language(),
        model.said(settled, languages.only()),
        trouble);
  }

  /** All tokens so far with their probabilities, if they are wanted. */
  private List<ScoredToken> scored(StepRunner.Written written) {
    return Stream.concat(settled.stream(), written.scored().stream()).toList();
  }

  @Override
  public Conclusion conclude(int samples) throws InterruptedException {
    place.concluding();
    try {
      return writeAll(samples);
    } finally {
      place.close();
    }
  }

  private Conclusion writeAll(int samples) throws InterruptedException {
    MelSpectrogram mel =
        samples == audio.length()
            ? features.compute()
            : LogMel.create().compute(audio.array(), 0, samples);
    int budget = model.mostTokens(samples / (double) PcmStream.SAMPLE_RATE_HZ);
    StepRunner.Written written = run(mel, true, budget, chooser(samples));
    if (written.complete()) {
      return conclusion(written, loops > 0, loops > 0 ? "endless repetition; decoded again" : "");
    }
    String trouble = written.looped() ? "endless repetition" : "token budget used up";
    Sampler sampler = new Sampler(new Sampling(RETRY_TEMPERATURE, 0, 1, 0, 1), 0);
    StepRunner.Written again = run(mel, false, budget, TokenChooser.sampling(sampler));
    if (again.complete()) {
      return conclusion(
          again, true, trouble + "; decoded again at temperature " + RETRY_TEMPERATURE);
    }
    StepRunner.Written longer = again.tokens().length > written.tokens().length ? again : written;
    ParsedOutput output = text.read(joined(text.tokens(), longer.tokens()));
    return new Conclusion(
        output.text(), output.language(), said(longer), Coverage.TRUNCATED, trouble);
  }

  private Conclusion conclusion(StepRunner.Written written, boolean recovered, String trouble) {
    ParsedOutput output = text.read(joined(text.tokens(), written.tokens()));
    Coverage coverage =
        output.text().isEmpty()
            ? Coverage.NO_SPEECH
            : recovered ? Coverage.RECOVERED : Coverage.SPEECH;
    return new Conclusion(output.text(), output.language(), said(written), coverage, trouble);
  }

  private List<ScoredToken> said(StepRunner.Written written) {
    return model.said(scored(written), languages.only());
  }

  private StepRunner.Written run(
      MelSpectrogram mel, boolean first, int budget, TokenChooser chooser)
      throws InterruptedException {
    int[] stable = text.tokens();
    int[] prompt =
        model.prompt(
            first ? options.context() : "",
            languages.only(),
            AudioEncoder.tokens(mel.frames()),
            "");
    List<TokenIds> beginnings = model.beginnings(languages, stable);
    int[] draft =
        first && beginnings.isEmpty() && last.length > stable.length
            ? Arrays.copyOfRange(last, stable.length, last.length)
            : new int[0];
    return runner.run(
        new StepRunner.Step(
            joined(prompt, stable),
            mel,
            draft,
            beginnings,
            growth,
            budget,
            true,
            options.probabilities(),
            chooser));
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  @Override
  public void close() {
    place.close();
    growth.ifPresent(GrowingAudio::close);
  }
}
