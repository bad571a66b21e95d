package dev.hark.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.model.GoldenJson;
import dev.hark.model.GoldenModels;
import dev.hark.model.text.ChatMessage.Role;
import dev.hark.model.text.ChatTemplate.Ending;
import dev.hark.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ChatTemplateTest {
  private static final Tokenizer TOKENIZER = Tokenizer.open(GoldenModels.QWEN3);

  static List<JsonNode> conversations() {
    List<JsonNode> cases =
        GoldenJson.lines("tiny-qwen3/cases.jsonl").stream()
            .filter(one -> one.hasNonNull("messages"))
            .toList();
    assertThat(cases).hasSize(9);
    return cases;
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void conversationIsWrittenAsByThePublishedTemplate(JsonNode one) {
    List<ChatMessage> messages = one.get("messages").valueStream().map(this::message).toList();
    JsonNode arguments = one.get("template_arguments");
    Ending ending =
        !arguments.path("add_generation_prompt").asBoolean(true)
            ? Ending.NOTHING
            : arguments.path("enable_thinking").asBoolean(true) ? Ending.THINKING : Ending.DIRECT;
    String text = ChatTemplate.text(messages, ending);
    int[] wanted = GoldenJson.ints(one.get("ids"));
    assertThat(text).isEqualTo(one.get("text").stringValue());
    assertThat(TOKENIZER.encode(text)).isEqualTo(wanted);
    int[] ids = ChatTemplate.ids(TOKENIZER, messages, ending);
    if (one.get("name").stringValue().equals("special-in-text")) {
      assertThat(ids).isNotEqualTo(wanted);
      assertThat(TOKENIZER.decode(ids, false)).isEqualTo(text);
    } else {
      assertThat(ids).isEqualTo(wanted);
    }
  }

  @Test
  void thoughtOfAnOldAnswerIsLeftOutAndOfTheLastOneKept() {
    List<ChatMessage> messages =
        List.of(
            ChatMessage.user("a"),
            ChatMessage.assistant("<think>\nold\n</think>\n\nb"),
            ChatMessage.user("c"),
            ChatMessage.assistant("<think>\nnew\n</think>\n\nd"));
    assertThat(ChatTemplate.text(messages, Ending.NOTHING))
        .isEqualTo(
            """
            <|im_start|>user
            a<|im_end|>
            <|im_start|>assistant
            b<|im_end|>
            <|im_start|>user
            c<|im_end|>
            <|im_start|>assistant
            <think>
            new
            </think>

            d<|im_end|>
            """);
  }

  private ChatMessage message(JsonNode message) {
    return new ChatMessage(
        Role.valueOf(message.get("role").stringValue().toUpperCase(Locale.ROOT)),
        message.get("content").stringValue(),
        GoldenJson.string(message, "reasoning_content").map(Optional::of).orElse(Optional.empty()));
  }
}
