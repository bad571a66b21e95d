package dev.hark.train.run;

import dev.hark.model.AsrConfig;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import java.util.List;
import java.util.random.RandomGenerator;

/** Utterances as a recogniser reads them, parts of their features hidden. */
record Utterances(
    ExampleSource source, ExampleEncoder encoder, FeatureMasks masks, AsrConfig config)
    implements BatchSource<SpeechExample, SpeechBatch> {
  @Override
  public SpeechExample example(long index, RandomGenerator random) {
    SpeechExample encoded = encoder.encode(source.example(index, random));
    masks.apply(encoded.mel(), random);
    return encoded;
  }

  @Override
  public int length(SpeechExample example) {
    return example.mel().frames();
  }

  @Override
  public String name(SpeechExample example) {
    return example.id();
  }

  @Override
  public SpeechBatch batch(List<SpeechExample> examples) {
    return SpeechBatch.of(examples, config);
  }
}
