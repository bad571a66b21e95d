package dev.hark.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The English normalization of the Whisper paper (appendix C): fillers go, contractions and titles
 * are spelled out, numbers become digits, British spellings American.
 *
 * <p>The spelling table is Hark's own (see {@link AmericanSpellings}), so a rare British spelling
 * may be treated otherwise than by Whisper's code. A full stop that an ellipsis leaves behind is
 * dropped here, where Whisper counts it as a word.
 */
public final class EnglishTextNormalizer implements TextNormalizer {
  private static final String[] CONTRACTIONS = {
    "won't", "will not",
    "can't", "can not",
    "let's", "let us",
    "ain't", "aint",
    "y'all", "you all",
    "wanna", "want to",
    "gotta", "got to",
    "gonna", "going to",
    "i'ma", "i am going to",
    "imma", "i am going to",
    "woulda", "would have",
    "coulda", "could have",
    "shoulda", "should have",
    "ma'am", "madam"
  };
  private static final String[] TITLES = {
    "mr", "mister ",
    "mrs", "missus ",
    "st", "saint ",
    "dr", "doctor ",
    "prof", "professor ",
    "capt", "captain ",
    "gov", "governor ",
    "ald", "alderman ",
    "gen", "general ",
    "sen", "senator ",
    "rep", "representative ",
    "pres", "president ",
    "rev", "reverend ",
    "hon", "honorable ",
    "asst", "assistant ",
    "assoc", "associate ",
    "lt", "lieutenant ",
    "col", "colonel ",
    "jr", "junior ",
    "sr", "senior ",
    "esq", "esquire "
  };
  private static final String[] SUFFIXES = {
    "'d been", " had been",
    "'s been", " has been",
    "'d gone", " had gone",
    "'s gone", " has gone",
    "'d done", " had done",
    "'s got", " has got",
    "n't", " not",
    "'re", " are",
    "'s", " is",
    "'d", " would",
    "'ll", " will",
    "'t", " not",
    "'ve", " have",
    "'m", " am"
  };

  private record Rule(Pattern pattern, String replacement) {
    String apply(String text) {
      return pattern.matcher(text).replaceAll(replacement);
    }
  }

  private static final EnglishTextNormalizer INSTANCE = new EnglishTextNormalizer();

  private final List<Rule> words = new ArrayList<>();
  private final List<Rule> punctuation = new ArrayList<>();
  private final List<Rule> leftovers = new ArrayList<>();

  private EnglishTextNormalizer() {
    add(words, "\\b(hmm|mm|mhm|mmm|uh|um)\\b", "");
    add(words, "\\s+'", "'");
    addAll("\\b", CONTRACTIONS);
    addAll("\\b", TITLES);
    addAll("", SUFFIXES);
    add(punctuation, "(\\d),(\\d)", "$1$2");
    add(punctuation, "\\.([^0-9]|$)", " $1");
    add(leftovers, "[.$¢€£]([^0-9])", " $1");
    add(leftovers, "([^0-9])%", "$1 ");
    add(leftovers, "(?<!\\S)[.$¢€£%]+(?!\\S)", "");
  }

  private void addAll(String boundary, String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      add(words, boundary + pairs[i] + "\\b", pairs[i + 1]);
    }
  }

  private static void add(List<Rule> rules, String pattern, String replacement) {
    rules.add(new Rule(Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS), replacement));
  }

  /** The normalizer. */
  public static EnglishTextNormalizer create() {
    return INSTANCE;
  }

  @Override
  public String normalize(String text) {
    String bare = Symbols.dropAsides(text.toLowerCase(Locale.ROOT));
    String spelled = apply(punctuation, apply(words, bare));
    String clean = Symbols.cleanDiacritics(spelled, ".%$¢€£");
    StringBuilder american = new StringBuilder();
    for (String word : Symbols.SPACES.split(EnglishNumbers.normalize(clean).strip(), -1)) {
      american.append(american.isEmpty() ? "" : " ").append(AmericanSpellings.of(word));
    }
    return Symbols.SPACES.matcher(apply(leftovers, american.toString())).replaceAll(" ").strip();
  }

  private static String apply(List<Rule> rules, String text) {
    String result = text;
    for (Rule rule : rules) {
      result = rule.apply(result);
    }
    return result;
  }
}
