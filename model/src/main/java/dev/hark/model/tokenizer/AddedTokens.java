package dev.hark.model.tokenizer;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in raw text: the leftmost, and of those at one place the longest. */
final class AddedTokens {
  /** A place where an added token stands: characters {@code [from, to)}. */
  record Match(AddedToken token, int from, int to) {}

  private static final class Node {
    final Map<Character, Node> next = new HashMap<>();
    @Nullable AddedToken token;
  }

  private final Node root = new Node();
  private final BitSet starts = new BitSet();

  AddedTokens(Collection<AddedToken> tokens) {
    for (AddedToken token : tokens) {
      starts.set(token.content().charAt(0));
      Node node = root;
      for (int i = 0; i < token.content().length(); i++) {
        node = node.next.computeIfAbsent(token.content().charAt(i), key -> new Node());
      }
      node.token = token;
    }
  }

  /** The first match at or after a character, or null. */
  @Nullable Match find(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      AddedToken token = starts.get(text.charAt(i)) ? longestAt(text, i) : null;
      if (token != null) {
        return new Match(token, i, i + token.content().length());
      }
    }
    return null;
  }

  private @Nullable AddedToken longestAt(String text, int from) {
    AddedToken longest = null;
    Node node = root;
    for (int i = from; i < text.length(); i++) {
      node = node.next.get(text.charAt(i));
      if (node == null) {
        break;
      }
      if (node.token != null) {
        longest = node.token;
      }
    }
    return longest;
  }
}
