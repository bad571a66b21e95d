package dev.hark.train.vocabulary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte-level BPE vocabulary in which every given word is one token, by itself and after a space:
 * 256 bytes, then what the merges make, then the tokens that prompts need. The most frequent pair
 * of neighbours is merged again and again until every word is whole. Source: Sennrich et al. 2016;
 * the files are those of Qwen2's tokenizer.
 */
public final class VocabularyBuilder {
  /** Tokens that are never the result of merging, in the order of their ids. */
  private static final List<String> SPECIAL =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|audio_start|>",
          "<|audio_end|>",
          "<|audio_pad|>",
          "<asr_text>",
          "<non_speech>");

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<String> merges = new ArrayList<>();

  private VocabularyBuilder() {}

  /** Builds a vocabulary. */
  public static VocabularyBuilder of(Collection<String> words) {
    VocabularyBuilder built = new VocabularyBuilder();
    for (int b = 0; b < 256; b++) {
      built.add(String.valueOf(character(b)));
    }
    Set<String> pieces = new LinkedHashSet<>();
    for (String word : words) {
      pieces.add(inAlphabet(word));
      pieces.add(inAlphabet(" " + word));
    }
    built.merge(pieces);
    SPECIAL.forEach(built::add);
    return built;
  }

  private void merge(Set<String> pieces) {
    List<List<String>> open = new ArrayList<>();
    for (String piece : pieces) {
      open.add(new ArrayList<>(piece.chars().mapToObj(c -> String.valueOf((char) c)).toList()));
    }
    while (true) {
      open.removeIf(parts -> parts.size() == 1);
      if (open.isEmpty()) {
        return;
      }
      Pair best = mostFrequent(open);
      merges.add(best.left() + " " + best.right());
      add(best.left() + best.right());
      open.forEach(best::apply);
    }
  }

  private record Pair(String left, String right) {
    void apply(List<String> parts) {
      for (int i = 0; i + 1 < parts.size(); i++) {
        if (parts.get(i).equals(left) && parts.get(i + 1).equals(right)) {
          parts.set(i, left + right);
          parts.remove(i + 1);
        }
      }
    }
  }

  /** Of equally frequent pairs, the first met. */
  private static Pair mostFrequent(List<List<String>> pieces) {
    Map<Pair, Integer> counts = new LinkedHashMap<>();
    for (List<String> parts : pieces) {
      for (int i = 0; i + 1 < parts.size(); i++) {
        counts.merge(new Pair(parts.get(i), parts.get(i + 1)), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
        .orElseThrow()
        .getKey();
  }

  private void add(String token) {
    ids.putIfAbsent(token, ids.size());
  }

  /** Number of tokens. */
  public int size() {
    return ids.size();
  }

  /** The id of a special token. */
  public int id(String special) {
    Integer id = ids.get(special);
    if (id == null) {
      throw new IllegalArgumentException("no token " + special);
    }
    return id;
  }

  /** Writes {@code vocab.json}, {@code merges.txt} and {@code tokenizer_config.json}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectNode vocabulary = JSON.createObjectNode();
    ObjectNode config = JSON.createObjectNode();
    config.put("add_bos_token", false).put("add_prefix_space", false);
    ObjectNode added = config.putObject("added_tokens_decoder");
    ids.forEach((token, id) -> {
      if (SPECIAL.contains(token)) {
        added
            .putObject(Integer.toString(id))
            .put("content", token)
            .put("lstrip", false)
            .put("normalized", false)
            .put("rstrip", false)
            .put("single_word", false)
            .put("special", token.startsWith("<|"));
      } else {
        vocabulary.put(token, id);
      }
    });
    config.put("eos_token", "<|im_end|>").put("pad_token", "<|endoftext|>");
    config.put("model_max_length", 4096).put("tokenizer_class", "Qwen2Tokenizer");
    config.putNull("unk_token");
    var pretty = JSON.writerWithDefaultPrettyPrinter();
    Files.writeString(folder.resolve("vocab.json"), JSON.writeValueAsString(vocabulary) + "\n");
    Files.writeString(
        folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    Files.writeString(
        folder.resolve("tokenizer_config.json"), pretty.writeValueAsString(config) + "\n");
  }

  private static String inAlphabet(String text) {
    StringBuilder characters = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      characters.append(character(Byte.toUnsignedInt(b)));
    }
    return characters.toString();
  }

  /** The printable character that stands for a byte, as in GPT-2's byte-level BPE. */
  private static char character(int unsignedByte) {
    if (printable(unsignedByte)) {
      return (char) unsignedByte;
    }
    int next = 256;
    for (int b = 0; b < unsignedByte; b++) {
      next += printable(b) ? 0 : 1;
    }
    return (char) next;
  }

  private static boolean printable(int b) {
    return (b > 32 && b < 127) || (b > 160 && b != 173);
  }
}
