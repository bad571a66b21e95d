package dev.hark.server.chat;

import dev.hark.engine.ScoredToken;
import dev.hark.engine.TextDelta;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Something that answers a conversation. */
sealed interface ChatModel permits SpokenChat, WrittenChat {
  /**
   * What was answered.
   *
   * @param text all of it
   * @param language code of the language heard
   * @param tokens its tokens and their probabilities, if they were asked for
   */
  record Reply(String text, Optional<String> language, Optional<List<ScoredToken>> tokens) {}

  /**
   * Refuses what it cannot answer, before anything is sent.
   *
   * @throws dev.hark.server.http.ApiException if so
   */
  void check(ChatRequest request);

  /** The answer; {@code text} hears it while it grows. */
  Reply reply(ChatRequest request, Consumer<TextDelta> text);
}
