package dev.hark.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A token that a model wrote, and how probable it was: natural logarithm of its share in the
 * softmax over all scores, before any temperature.
 *
 * @param id its number in the vocabulary
 * @param bytes its UTF-8 bytes as numbers from 0 to 255; may be a part of a character
 * @param logProbability at most 0
 * @param alternatives the most probable tokens in its place, best first, itself among them if it is
 *     one of them; empty unless asked for
 */
public record ScoredToken(
    int id, List<Integer> bytes, double logProbability, List<ScoredToken> alternatives) {
  public ScoredToken {
    bytes = List.copyOf(bytes);
    alternatives = List.copyOf(alternatives);
  }

  /** The bytes as text, with replacement characters for what is no whole character. */
  public String text() {
    byte[] raw = new byte[bytes.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = bytes.get(i).byteValue();
    }
    return new String(raw, StandardCharsets.UTF_8);
  }

  /** Mean natural log-probability of tokens; NaN of none. */
  public static double averageLogProbability(List<ScoredToken> tokens) {
    return tokens.stream().mapToDouble(ScoredToken::logProbability).average().orElse(Double.NaN);
  }

  /**
   * The tokens of each part of a text. Blanks do not count, so that it does not matter to which
   * side they belong.
   *
   * @param tokens tokens which together are the text
   * @param parts substrings of the text, in order and without overlap
   * @return as many lists as parts; a token belongs to the part in which it begins, or to the next
   *     one; what follows the last part belongs to it
   */
  public static List<List<ScoredToken>> divide(
      List<ScoredToken> tokens, String text, List<String> parts) {
    List<List<ScoredToken>> divided = new ArrayList<>();
    int from = 0;
    int at = 0;
    int seen = 0; // visible bytes of the text up to at
    int written = 0; // visible bytes of the tokens up to from
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      int end = Math.min(Math.max(at, text.indexOf(part, at)) + part.length(), text.length());
      seen += visible(text.substring(at, end));
      at = end;
      boolean last = i + 1 == parts.size();
      int to = from;
      while (to < tokens.size() && (last || written < seen)) {
        written += visible(tokens.get(to).bytes);
        to++;
      }
      divided.add(List.copyOf(tokens.subList(from, to)));
      from = to;
    }
    return List.copyOf(divided);
  }

  private static int visible(String text) {
    int count = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      count += isBlank(b) ? 0 : 1;
    }
    return count;
  }

  private static int visible(List<Integer> bytes) {
    return (int) bytes.stream().filter(b -> !isBlank(b)).count();
  }

  private static boolean isBlank(int b) {
    return b >= 0 && b <= ' ';
  }
}
