package dev.hark.train.synth;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be made.
 *
 * @param out the folder to make, with {@code manifest.jsonl} in it
 * @param clips how many
 * @param seed same seed, same clips, on a machine with the same synthesisers
 * @param voices whose voices
 * @param topics what about, in the proportion of their shares
 * @param threads how many synthesisers run at a time
 */
public record SynthSettings(
    Path out, int clips, long seed, VoiceSplit voices, List<Topic> topics, int threads) {
  public SynthSettings {
    if (clips < 1 || threads < 1 || topics.isEmpty()) {
      throw new IllegalArgumentException(
          "%d clips, %d threads, topics %s; wanted at least one of each"
              .formatted(clips, threads, topics));
    }
    topics = List.copyOf(topics);
  }
}
