package dev.hark.train.run;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.network.AudioTokenTimes;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.data.DataException;
import dev.hark.train.data.Example;
import dev.hark.train.data.SpeechSpans;
import dev.hark.train.data.VocalTract;
import dev.hark.train.torch.CleanSpeech;
import dev.hark.train.torch.HeadLabels;
import dev.hark.train.torch.SpeechExample;
import java.util.Arrays;
import java.util.Optional;

/** Turns utterances into what the network reads: features, prompt and answer. Any thread. */
final class ExampleEncoder {
  private static final String PREFIX = "language ";
  private static final String TEXT_TAG = "<asr_text>";

  private final LogMel logMel = LogMel.create();
  private final Tokenizer tokenizer;
  private final AsrPrompts prompts;
  private final int turnEnd;
  private final boolean keepClean;

  ExampleEncoder(Tokenizer tokenizer, AsrConfig config) {
    this(tokenizer, config, false);
  }

  /**
   * An encoder.
   *
   * @param keepClean whether what it makes has the utterance before it was changed as well
   */
  ExampleEncoder(Tokenizer tokenizer, AsrConfig config, boolean keepClean) {
    this.keepClean = keepClean;
    this.tokenizer = tokenizer;
    this.prompts = new AsrPrompts(tokenizer, config);
    this.turnEnd = tokenizer.id("<|im_end|>").orElseThrow();
  }

  SpeechExample encode(Example example) {
    return encode(example, Optional.empty());
  }

  /** An utterance said by somebody with another vocal tract, if there is one. */
  SpeechExample encode(Example example, Optional<VocalTract> vocalTract) {
    String text = example.text();
    int tag = text.indexOf(TEXT_TAG);
    if (tag < 0) {
      throw new DataException(
          "%s: text \"%s\" has no <asr_text>, wanted \"language English<asr_text>...\""
              .formatted(example.id(), text));
    }
    if (example.samples().length == 0) {
      throw new DataException(example.id() + " has no audio");
    }
    MelSpectrogram mel =
        vocalTract
            .map(tract -> logMel.compute(example.samples(), tract.sourceHz()))
            .orElseGet(() -> logMel.compute(example.samples()));
    int[] written = tokenizer.encode(text);
    int[] answer = Arrays.copyOf(written, written.length + 1);
    answer[written.length] = turnEnd;
    int[] spoken = tokenizer.encodePlain(text.substring(tag + TEXT_TAG.length()));
    return new SpeechExample(
        example.id(),
        mel,
        prompt(example, mel),
        answer,
        spoken,
        text,
        clean(example),
        labels(example, mel.frames()));
  }

  private Prompt prompt(Example example, MelSpectrogram mel) {
    return prompts.prompt(example.context(), Optional.empty(), AudioEncoder.tokens(mel.frames()));
  }

  private Optional<CleanSpeech> clean(Example example) {
    if (!keepClean) {
      return Optional.empty();
    }
    MelSpectrogram mel = logMel.compute(example.clean());
    return Optional.of(new CleanSpeech(mel, prompt(example, mel), example.recurring()));
  }

  private static HeadLabels labels(Example example, int frames) {
    String text = example.text();
    String language =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length(), text.indexOf(TEXT_TAG)) : "";
    return new HeadLabels(
        language,
        example.labels().style(),
        example
            .labels()
            .speech()
            .map(spans -> speech(spans, AudioEncoder.tokens(frames)))
            .orElse(new float[0]));
  }

  /** A token is speech if at least half of its stretch is. */
  private static float[] speech(SpeechSpans spans, int tokens) {
    float[] speech = new float[tokens]; // [tokens]
    for (int i = 0; i < tokens; i++) {
      double from = AudioTokenTimes.startMillis(i) / 1000.0;
      double to = AudioTokenTimes.endMillis(i) / 1000.0;
      speech[i] = spans.share(from, to) >= 0.5 ? 1 : 0;
    }
    return speech;
  }
}
