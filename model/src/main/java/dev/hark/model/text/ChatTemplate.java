package dev.hark.model.text;

import dev.hark.model.text.ChatMessage.Role;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes a conversation as Qwen3 text models read it (ChatML). Reasoning is kept only in answers
 * behind the last question. There is no default system message. Source: Qwen3 technical report and
 * the published chat template, without its tool calls.
 */
public final class ChatTemplate {
  private static final String TURN_START = "<|im_start|>";
  private static final String TURN_END = "<|im_end|>";
  private static final String THINK_START = "<think>";
  private static final String THINK_END = "</think>";

  private ChatTemplate() {}

  /**
   * What the template adds at the end.
   *
   * <p>{@code THINKING} begins an answer, {@code DIRECT} begins one with an empty thought so that
   * the model does not think, {@code NOTHING} leaves the conversation as it is.
   */
  public enum Ending {
    THINKING,
    DIRECT,
    NOTHING
  }

  /** A piece of the prompt: a control token, or text in which nothing is a control token. */
  private record Part(String text, boolean control) {}

  /** The conversation as one string, for people to look at. */
  public static String text(List<ChatMessage> messages, Ending ending) {
    StringBuilder text = new StringBuilder();
    parts(messages, ending).forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /** The token ids of a conversation; control tokens in what was said are read as plain text. */
  public static int[] ids(Tokenizer tokenizer, List<ChatMessage> messages, Ending ending) {
    return parts(messages, ending).stream()
        .map(part ->
            part.control() ? tokenizer.encode(part.text()) : tokenizer.encodePlain(part.text()))
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  private static List<Part> parts(List<ChatMessage> messages, Ending ending) {
    Parts parts = new Parts();
    int lastQuestion = lastQuestion(messages);
    for (int i = 0; i < messages.size(); i++) {
      ChatMessage message = messages.get(i);
      parts.control(TURN_START);
      parts.text(message.role().name().toLowerCase(Locale.ROOT) + "\n");
      if (message.role() == Role.ASSISTANT) {
        boolean last = i == messages.size() - 1;
        answer(parts, message, i > lastQuestion, last);
      } else {
        parts.text(message.content());
      }
      parts.control(TURN_END);
      parts.text("\n");
    }
    if (ending != Ending.NOTHING) {
      parts.control(TURN_START);
      parts.text("assistant\n");
    }
    if (ending == Ending.DIRECT) {
      thought(parts, "\n");
    }
    return parts.list();
  }

  private static int lastQuestion(List<ChatMessage> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      ChatMessage message = messages.get(i);
      boolean toolResponse =
          message.content().startsWith("<tool_response>")
              && message.content().endsWith("</tool_response>");
      if (message.role() == Role.USER && !toolResponse) {
        return i;
      }
    }
    return messages.size() - 1;
  }

  private static void answer(
      Parts parts, ChatMessage message, boolean afterQuestion, boolean last) {
    String content = message.content();
    String reasoning = message.reasoning().orElse("");
    if (message.reasoning().isEmpty() && content.contains(THINK_END)) {
      String thought = content.substring(0, content.indexOf(THINK_END));
      thought = stripEnd(thought);
      reasoning = stripStart(thought.substring(afterLast(thought, THINK_START)));
      content = stripStart(content.substring(afterLast(content, THINK_END)));
    }
    if (afterQuestion && (last || !reasoning.isEmpty())) {
      thought(parts, stripStart(stripEnd(reasoning)) + "\n");
      content = stripStart(content);
    }
    parts.text(content);
  }

  private static void thought(Parts parts, String reasoning) {
    parts.control(THINK_START);
    parts.text("\n" + reasoning);
    parts.control(THINK_END);
    parts.text("\n\n");
  }

  private static int afterLast(String text, String mark) {
    int at = text.lastIndexOf(mark);
    return at < 0 ? 0 : at + mark.length();
  }

  private static String stripStart(String text) {
    int from = 0;
    while (from < text.length() && text.charAt(from) == '\n') {
      from++;
    }
    return text.substring(from);
  }

  private static String stripEnd(String text) {
    int to = text.length();
    while (to > 0 && text.charAt(to - 1) == '\n') {
      to--;
    }
    return text.substring(0, to);
  }

  /** Collects parts; neighbouring text becomes one part, since tokens may span it. */
  private static final class Parts {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    void control(String token) {
      flush();
      parts.add(new Part(token, true));
    }

    void text(String more) {
      text.append(more);
    }

    List<Part> list() {
      flush();
      return parts;
    }

    private void flush() {
      if (!text.isEmpty()) {
        parts.add(new Part(text.toString(), false));
        text.setLength(0);
      }
    }
  }
}
