package dev.hark.train.align;

import dev.hark.audio.LogMel;
import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AlignerConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.text.AlignerPrompts;
import dev.hark.model.text.AlignerPrompts.SpokenWord;
import dev.hark.model.text.Prompt;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.data.DataException;
import dev.hark.train.data.TimedExample;
import dev.hark.train.data.TimedWord;
import dev.hark.train.torch.AlignerExample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Turns utterances into what a forced aligner reads. Slots are inserted anew each time an utterance
 * comes: behind all words, as when the aligner is used, or behind each with probability one half,
 * so that a time does not lean on those of the neighbours. Any thread. Source: arXiv 2601.21337.
 */
final class AlignmentEncoder {
  private static final double MILLIS = 1000;

  private final LogMel logMel = LogMel.create();
  private final AlignerConfig config;
  private final AlignerPrompts prompts;

  AlignmentEncoder(Tokenizer tokenizer, AlignerConfig config) {
    this.config = config;
    this.prompts = new AlignerPrompts(tokenizer, config);
  }

  /** An utterance with slots behind all words. */
  AlignerExample encode(TimedExample example) {
    return encode(example, _ -> true);
  }

  /**
   * An utterance with slots behind some words, at least behind one.
   *
   * @param all how often they are behind all of them
   */
  AlignerExample encode(TimedExample example, double all, RandomGenerator random) {
    if (random.nextDouble() < all) {
      return encode(example);
    }
    int sure = random.nextInt(Math.max(1, example.words().size()));
    return encode(example, i -> i == sure || random.nextBoolean());
  }

  private AlignerExample encode(TimedExample timed, IntPredicate chosen) {
    String id = timed.example().id();
    MelSpectrogram mel = logMel.compute(timed.example().samples());
    List<SpokenWord> words = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < timed.words().size(); i++) {
      TimedWord word = timed.words().get(i);
      String read = read(word.text());
      if (!read.isEmpty()) {
        boolean slots = chosen.test(i) && timeClass(word.end() * MILLIS) < config.classes();
        words.add(new SpokenWord(prompts.wordIds(read), slots));
        if (slots) {
          texts.add(read);
          millis.add(word.start() * MILLIS);
          millis.add(word.end() * MILLIS);
        }
      }
    }
    if (millis.isEmpty()) {
      throw new DataException(
          "%s: no word with times before %.0f s, wanted at least one"
              .formatted(id, config.classes() * config.millisPerClass() / MILLIS));
    }
    Prompt input = prompts.prompt(AudioEncoder.tokens(mel.frames()), words);
    int[] ids = input.ids();
    if (ids.length > config.text().maxPositions()) {
      throw new DataException(
          "%s: audio and words take %d positions, the aligner has %d; leave the line out"
              .formatted(id, ids.length, config.text().maxPositions()));
    }
    return new AlignerExample(
        id,
        mel,
        input,
        prompts.slots(ids),
        millis.stream().mapToInt(this::timeClass).toArray(),
        millis.stream().mapToDouble(Double::doubleValue).toArray(),
        texts);
  }

  /** The class whose time is nearest. */
  private int timeClass(double millis) {
    return (int) Math.round(millis / config.millisPerClass());
  }

  private static String read(String word) {
    return word.codePoints()
        .filter(AlignerPrompts::isRead)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
