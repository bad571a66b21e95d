package dev.hark.engine.align;

import dev.hark.audio.PcmStream;
import dev.hark.engine.Alignment;
import dev.hark.engine.Word;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** From text and samples to words with times: everything around the aligner's networks. */
public final class TextAligner {
  private static final long NANOS_PER_SAMPLE = 1_000_000_000L / PcmStream.SAMPLE_RATE_HZ;

  private final AlignerNetwork network;
  private final WordRules rules;

  /** An aligner over networks that the caller owns and closes. */
  public TextAligner(AlignerNetwork network, WordRules rules) {
    this.network = network;
    this.rules = rules;
  }

  /** Aligns mono samples at 16 kHz with their transcript. */
  public Alignment align(float[] samples, String text, String language) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    List<AlignmentUnit> units = rules.forLanguage(language).split(composed);
    if (units.isEmpty() || samples.length == 0) {
      return new Alignment(composed, List.of(), List.of(), List.of(), List.of());
    }
    Windows windows = new Windows(samples, units);
    int[] times =
        LongAlignment.align(samples.length, units.size(), network.windowSamples(), windows);
    long durationNanos = samples.length * NANOS_PER_SAMPLE;
    return new Alignment(
        composed,
        words(TranscriptWords.of(composed, units), times, durationNanos),
        units.stream().map(AlignmentUnit::text).toList(),
        windows.inputIds,
        windows.classes);
  }

  private static List<Word> words(List<TranscriptWord> words, int[] timesMs, long durationNanos) {
    long[] spread = SubtitleTimes.spread(timesMs, durationNanos);
    List<Word> timed = new ArrayList<>(words.size());
    for (int i = 0; i < words.size(); i++) {
      timed.add(
          new Word(
              words.get(i).text(),
              Duration.ofNanos(spread[2 * i]),
              Duration.ofNanos(spread[2 * i + 1]),
              Duration.ofMillis(timesMs[2 * i]),
              Duration.ofMillis(timesMs[2 * i + 1])));
    }
    return timed;
  }

  /** The model on parts of one recording; remembers what it was given and what it said. */
  private final class Windows implements LongAlignment.Window {
    private final float[] samples;
    private final List<int[]> words; // [words] token ids
    private final List<Integer> inputIds = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();

    Windows(float[] samples, List<AlignmentUnit> units) {
      this.samples = samples;
      this.words = units.stream().map(unit -> network.wordIds(unit.text())).toList();
    }

    @Override
    public int[] align(int fromSample, int toSample, int fromWord, int toWord) {
      float[] window =
          fromSample == 0 && toSample == samples.length
              ? samples
              : Arrays.copyOfRange(samples, fromSample, toSample);
      int[] ids = network.inputIds(window.length, words.subList(fromWord, toWord));
      int[] answer = network.classes(window, ids);
      IntStream.of(ids).forEach(inputIds::add);
      IntStream.of(answer).forEach(classes::add);
      int millisPerClass = network.config().millisPerClass();
      return TimestampRepair.repair(IntStream.of(answer).map(c -> c * millisPerClass).toArray());
    }

    @Override
    public int lastThatFits(int fromWord, int length) {
      int left = network.wordPositions(length);
      int word = fromWord;
      while (word < words.size() && left >= words.get(word).length + 2) {
        left -= words.get(word).length + 2;
        word++;
      }
      return Math.max(word, fromWord + 1);
    }
  }
}
