package dev.hark.server.transcribe;

import dev.hark.engine.ScoredToken;
import dev.hark.server.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens and their log-probabilities in the JSON shapes of the OpenAI API. */
public final class TokenJson {
  private TokenJson() {}

  /** Each with its text, log-probability and bytes. */
  public static ArrayNode transcribed(List<ScoredToken> tokens) {
    ArrayNode array = Json.object().arrayNode();
    tokens.forEach(token -> array.add(token(token)));
    return array;
  }

  /** The {@code logprobs} of a chat's choice: each token with the most probable in its place. */
  public static ObjectNode answered(List<ScoredToken> tokens) {
    ObjectNode node = Json.object();
    ArrayNode content = node.putArray("content");
    for (ScoredToken token : tokens) {
      content.add(token(token).set("top_logprobs", transcribed(token.alternatives())));
    }
    return node.putNull("refusal");
  }

  /**
   * The text of tokens in whole characters, each with its probability, as the studio colours it:
   * {@code text}, {@code probability}.
   */
  public static ArrayNode probabilities(List<ScoredToken> tokens) {
    ArrayNode array = Json.object().arrayNode();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    double logProbability = 0;
    for (ScoredToken token : tokens) {
      token.bytes().forEach(bytes::write);
      logProbability += token.logProbability();
      Optional<String> text = wholeCharacters(bytes.toByteArray());
      if (text.isPresent()) {
        array
            .addObject()
            .put("text", text.get())
            .put("probability", Math.round(Math.exp(logProbability) * 1000) / 1000.0);
        bytes.reset();
        logProbability = 0;
      }
    }
    return array;
  }

  private static Optional<String> wholeCharacters(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode token(ScoredToken token) {
    ObjectNode node =
        Json.object().put("token", token.text()).put("logprob", token.logProbability());
    ArrayNode bytes = node.putArray("bytes");
    token.bytes().forEach(bytes::add);
    return node;
  }
}
