package dev.hark.train.run;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AsrPrompts;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.data.DataException;
import dev.hark.train.data.Example;
import dev.hark.train.torch.SpeechExample;
import java.util.Arrays;
import java.util.Optional;

/** Turns utterances into what the network reads: features, prompt and answer. Any thread. */
final class ExampleEncoder {
  private static final String TEXT_TAG = "<asr_text>";

  private final LogMel logMel = LogMel.create();
  private final Tokenizer tokenizer;
  private final AsrPrompts prompts;
  private final int turnEnd;

  ExampleEncoder(Tokenizer tokenizer, AsrConfig config) {
    this.tokenizer = tokenizer;
    this.prompts = new AsrPrompts(tokenizer, config);
    this.turnEnd = tokenizer.id("<|im_end|>").orElseThrow();
  }

  SpeechExample encode(Example example) {
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
    MelSpectrogram mel = logMel.compute(example.samples());
    Prompt prompt =
        prompts.prompt(example.context(), Optional.empty(), AudioEncoder.tokens(mel.frames()));
    int[] written = tokenizer.encode(text);
    int[] answer = Arrays.copyOf(written, written.length + 1);
    answer[written.length] = turnEnd;
    int[] spoken = tokenizer.encodePlain(text.substring(tag + TEXT_TAG.length()));
    return new SpeechExample(example.id(), mel, prompt, answer, spoken, text);
  }
}
