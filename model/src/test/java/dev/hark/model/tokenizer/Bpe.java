package dev.hark.model.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Byte-pair merging as the paper states it, on strings: the plain twin of {@link BytePairs}. */
final class Bpe {
  private static final Map<String, Integer> RANKS = new HashMap<>();
  private static final Map<String, Integer> IDS = new HashMap<>();

  private Bpe() {}

  static int[] plain(Path folder, byte[] piece) {
    load(folder);
    List<String> tokens = new ArrayList<>();
    for (byte b : piece) {
      tokens.add(String.valueOf(ByteAlphabet.character(b & 0xFF)));
    }
    while (true) {
      int best = Integer.MAX_VALUE;
      int at = -1;
      for (int i = 0; i + 1 < tokens.size(); i++) {
        int rank = RANKS.getOrDefault(tokens.get(i) + ' ' + tokens.get(i + 1), Integer.MAX_VALUE);
        if (rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at < 0) {
        return tokens.stream().mapToInt(IDS::get).toArray();
      }
      tokens.set(at, tokens.get(at) + tokens.remove(at + 1));
    }
  }

  private static void load(Path folder) {
    if (!RANKS.isEmpty()) {
      return;
    }
    try {
      new JsonMapper()
          .readTree(folder.resolve("vocab.json"))
          .properties()
          .forEach(entry -> IDS.put(entry.getKey(), entry.getValue().intValue()));
      for (String line : Files.readAllLines(folder.resolve("merges.txt"))) {
        RANKS.put(line, RANKS.size());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
