package dev.hark.train.synth;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be made.
 *
 * @param out the folder to make, with {@code manifest.jsonl} in it
 * @param clips how many
 * @param seed same seed, same clips, on a machine with the same synthesisers
 * @param voices whose voices
 * @param topics what about, in the proportion of their shares
 * @param words what is said instead of anything about the topics
 * @param threads how many synthesisers run at a time
 */
public record SynthSettings(
    Path out,
    int clips,
    long seed,
    VoiceSplit voices,
    List<Topic> topics,
    Optional<WordList> words,
    int threads) {
  public SynthSettings {
    if (clips < 1 || threads < 1 || topics.isEmpty()) {
      throw new IllegalArgumentException(
          "%d clips, %d threads, topics %s; wanted at least one of each"
              .formatted(clips, threads, topics));
    }
    topics = List.copyOf(topics);
  }

  /** Clips about topics. */
  public SynthSettings(
      Path out, int clips, long seed, VoiceSplit voices, List<Topic> topics, int threads) {
    this(out, clips, seed, voices, topics, Optional.empty(), threads);
  }
}
