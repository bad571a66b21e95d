package dev.hark.engine.align;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * The Japanese rule: words as Lucene's kuromoji analyser finds them, compounds split into short
 * units.
 *
 * <p>Stands in for nagisa, which the reference uses; word borders can differ, and the aligner
 * accepts either. As there, the model reads NFKC-normalised characters, so half-width kana become
 * full-width ones. Model spec section 9.5.
 */
final class JapaneseWords implements WordSplitter {
  @Override
  public List<AlignmentUnit> split(String text) {
    int[] clusters = clusters(text);
    String[] parts = new String[clusters.length - 1];
    for (int i = 0; i < parts.length; i++) {
      String cluster = text.substring(clusters[i], clusters[i + 1]);
      parts[i] = Normalizer.normalize(cluster, Normalizer.Form.NFKC);
    }
    String normalized = String.join("", parts);
    BitSet wordStarts = wordStarts(normalized);

    UnitBuilder units = new UnitBuilder();
    int position = 0;
    for (int i = 0; i < parts.length; i++) {
      if (wordStarts.get(position)) {
        units.close();
      }
      int from = clusters[i];
      int to = clusters[i + 1];
      parts[i].codePoints().forEach(codePoint -> units.add(codePoint, from, to));
      position += parts[i].length();
    }
    return units.build();
  }

  /**
   * Borders between characters that normalise independently of each other: before every code point
   * that is neither a combining nor a half-width voicing mark.
   */
  private static int[] clusters(String text) {
    int[] borders =
        IntStream.rangeClosed(0, text.length())
            .filter(i -> i == 0 || i == text.length() || startsCluster(text, i))
            .toArray();
    return borders.length == 1 ? new int[] {0, 0} : borders;
  }

  private static boolean startsCluster(String text, int index) {
    if (Character.isLowSurrogate(text.charAt(index))) {
      return false;
    }
    int codePoint = text.codePointAt(index);
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> false;
      default -> codePoint != 0xFF9E && codePoint != 0xFF9F;
    };
  }

  private static BitSet wordStarts(String text) {
    BitSet starts = new BitSet(text.length());
    try (JapaneseTokenizer tokenizer =
        new JapaneseTokenizer(null, true, true, JapaneseTokenizer.Mode.SEARCH)) {
      OffsetAttribute offset = tokenizer.addAttribute(OffsetAttribute.class);
      tokenizer.setReader(new StringReader(text));
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        starts.set(offset.startOffset());
        starts.set(offset.endOffset());
      }
      tokenizer.end();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the Japanese dictionary inside Lucene's jar", e);
    }
    return starts;
  }
}
