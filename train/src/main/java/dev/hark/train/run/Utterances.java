package dev.hark.train.run;

import dev.hark.model.AsrConfig;
import dev.hark.train.data.Example;
import dev.hark.train.data.ExampleSource;
import dev.hark.train.torch.SpeechBatch;
import dev.hark.train.torch.SpeechExample;
import java.util.List;
import java.util.random.RandomGenerator;

/** Utterances as a recogniser reads them, their features changed. */
record Utterances(
    ExampleSource source, ExampleEncoder encoder, FeatureChanges changes, AsrConfig config)
    implements BatchSource<SpeechExample, SpeechBatch> {
  @Override
  public SpeechExample example(long index, RandomGenerator random) {
    Example example = source.example(index, random);
    SpeechExample encoded = encoder.encode(example, changes.vocalTract(random));
    changes.mask(encoded.mel(), random);
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
