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
 * @param synthesizers the names of those that speak; empty for all that are installed
 * @param topics what about, in the proportion of their shares; a topic that is there twice counts
 *     twice
 * @param words what is said instead of anything about the topics
 * @param threads how many synthesisers run at a time
 */
public record SynthSettings(
    Path out,
    int clips,
    long seed,
    VoiceSplit voices,
    List<String> synthesizers,
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
    synthesizers = List.copyOf(synthesizers);
    boolean mandarin = words.isEmpty() && topics.contains(Topic.MANDARIN);
    if (mandarin && !Voice.Program.named(synthesizers).contains(Voice.Program.ESPEAK)) {
      throw new IllegalArgumentException(
          "only espeak-ng speaks Mandarin; add it to the synthesizers or leave out topic mandarin");
    }
  }

  /** Clips about topics by all synthesisers. */
  public SynthSettings(
      Path out, int clips, long seed, VoiceSplit voices, List<Topic> topics, int threads) {
    this(out, clips, seed, voices, List.of(), topics, Optional.empty(), threads);
  }
}
