package dev.hark.train.run;

import dev.hark.model.eval.BasicTextNormalizer;
import dev.hark.model.eval.ErrorCounts;
import dev.hark.model.eval.WordErrorRate;
import dev.hark.model.text.OutputParser;
import dev.hark.model.text.ParsedOutput;
import dev.hark.model.tokenizer.Tokenizer;
import dev.hark.train.torch.SpeechExample;
import dev.hark.train.torch.SpeechTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Utterances that are not learned from, and how well they are recognised. */
final class DevSet {
  private static final int BATCH = 24;
  private static final int LONGEST_ANSWER = 64;

  private final List<SpeechExample> examples;
  private final Tokenizer tokenizer;
  private final Set<Integer> stops;

  DevSet(List<SpeechExample> examples, Tokenizer tokenizer, Set<Integer> stops) {
    this.examples = new ArrayList<>(examples);
    this.examples.sort(Comparator.comparingInt(example -> example.mel().frames()));
    this.tokenizer = tokenizer;
    this.stops = stops;
  }

  boolean isEmpty() {
    return examples.isEmpty();
  }

  /**
   * Errors per word of the reference, over all utterances; of Chinese, per character. Number words
   * count as they are spoken.
   */
  double wordErrorRate(SpeechTrainer trainer) {
    WordErrorRate rate = WordErrorRate.create(_ -> BasicTextNormalizer.create().withMarksKept());
    long errors = 0;
    long words = 0;
    for (int from = 0; from < examples.size(); from += BATCH) {
      List<SpeechExample> batch = examples.subList(from, Math.min(examples.size(), from + BATCH));
      List<int[]> answers = trainer.greedy(batch, stops, LONGEST_ANSWER);
      for (int i = 0; i < batch.size(); i++) {
        ParsedOutput wanted = OutputParser.parse(batch.get(i).text());
        ParsedOutput heard = OutputParser.parse(tokenizer.decode(answers.get(i), true));
        String language = wanted.language().isEmpty() ? "English" : wanted.language();
        ErrorCounts counts = rate.add(language, wanted.text(), heard.text()).counts();
        errors += counts.errors();
        words += counts.referenceLength();
      }
    }
    return words == 0 ? Double.NaN : (double) errors / words;
  }
}
