package dev.hark.server.chat;

import java.util.Optional;
import java.util.function.Consumer;

/** Something that answers a conversation. */
sealed interface ChatModel permits SpokenChat, WrittenChat {
  /**
   * What was answered.
   *
   * @param text all of it
   * @param language code of the language heard
   */
  record Reply(String text, Optional<String> language) {}

  /**
   * Refuses what it cannot answer, before anything is sent.
   *
   * @throws dev.hark.server.http.ApiException if so
   */
  void check(ChatRequest request);

  /** The answer; {@code text} hears it while it grows. */
  Reply reply(ChatRequest request, Consumer<String> text);
}
