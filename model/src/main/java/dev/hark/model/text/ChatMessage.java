package dev.hark.model.text;

import java.util.Optional;

/**
 * One turn of a conversation with a text model.
 *
 * @param reasoning what an assistant thought before it answered, if known apart from the content
 */
public record ChatMessage(Role role, String content, Optional<String> reasoning) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** Instructions for the whole conversation. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content, Optional.empty());
  }

  /** What the user says. */
  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content, Optional.empty());
  }

  /** What the model said; a {@code <think>} block at its beginning counts as reasoning. */
  public static ChatMessage assistant(String content) {
    return new ChatMessage(Role.ASSISTANT, content, Optional.empty());
  }
}
