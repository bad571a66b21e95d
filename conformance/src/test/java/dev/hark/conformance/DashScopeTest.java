package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.dashscope.aigc.multimodalconversation.MultiModalConversation;
import com.alibaba.dashscope.aigc.multimodalconversation.MultiModalConversationParam;
import com.alibaba.dashscope.aigc.multimodalconversation.MultiModalConversationResult;
import com.alibaba.dashscope.common.MultiModalMessage;
import com.alibaba.dashscope.common.Role;
import com.alibaba.dashscope.exception.ApiException;
import com.alibaba.dashscope.protocol.Protocol;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings in messages, with DashScope's own SDK. */
@Timeout(60)
class DashScopeTest {
  private static final String AUDIO =
      "data:audio/wav;base64," + Base64.getEncoder().encodeToString(OpenAiClient.bytes());

  private final MultiModalConversation conversation =
      new MultiModalConversation(Protocol.HTTP.getValue(), Server.root() + "/api/v1");

  @Test
  void recordingInAMessageBecomesText() throws Exception {
    MultiModalConversationResult result = conversation.call(spoken("qwen3-asr-flash"));

    assertThat(text(result)).isEqualTo(Server.TEXT);
    MultiModalMessage message = result.getOutput().getChoices().getFirst().getMessage();
    assertThat(message.getAnnotations().getFirst())
        .containsEntry("type", "audio_info")
        .containsEntry("language", "en");
    assertThat(result.getOutput().getChoices().getFirst().getFinishReason()).isEqualTo("stop");
    assertThat(result.getRequestId()).isNotEmpty();
  }

  @Test
  void contextAndLanguageAreTaken() throws Exception {
    Map<String, Object> options = new HashMap<>(Map.of("language", "en", "enable_itn", false));
    MultiModalConversationParam param =
        builder("whisper-1")
            .message(message(Role.SYSTEM, "text", "Americans"))
            .message(message(Role.USER, "audio", AUDIO))
            .parameter("asr_options", options)
            .build();

    assertThat(text(conversation.call(param))).isNotEmpty();
  }

  @Test
  void eventsBringTheTextSoFar() throws Exception {
    List<String> texts =
        conversation
            .streamCall(
                builder("qwen3-asr-flash")
                    .message(message(Role.USER, "audio", AUDIO))
                    .incrementalOutput(false)
                    .build())
            .map(DashScopeTest::text)
            .toList()
            .blockingGet();

    assertThat(texts).hasSizeGreaterThan(5);
    for (int i = 1; i < texts.size(); i++) {
      assertThat(texts.get(i)).startsWith(texts.get(i - 1));
    }
    assertThat(texts.getLast()).isEqualTo(Server.TEXT);
  }

  @Test
  void eventsBringWhatIsNewIfThatIsWanted() throws Exception {
    List<String> texts =
        conversation
            .streamCall(
                builder("qwen3-asr-flash")
                    .message(message(Role.USER, "audio", AUDIO))
                    .incrementalOutput(true)
                    .build())
            .map(DashScopeTest::text)
            .toList()
            .blockingGet();

    assertThat(texts).hasSizeGreaterThan(5);
    assertThat(String.join("", texts)).isEqualTo(Server.TEXT);
  }

  @Test
  void refusalsAreItsExceptions() {
    ApiException unknown = refusal(spoken("qwen9-asr"));
    assertThat(unknown.getStatus().getStatusCode()).isEqualTo(404);
    assertThat(unknown.getStatus().getCode()).isEqualTo("model_not_found");
    ApiException silent =
        refusal(builder("qwen3-asr-flash").message(message(Role.USER, "text", "Hello")).build());
    assertThat(silent.getStatus().getStatusCode()).isEqualTo(400);
    assertThat(silent.getStatus().getMessage()).contains("messages have 0 recordings");
    MultiModalConversationParam wrongKey =
        MultiModalConversationParam.builder()
            .apiKey("hark-wrong")
            .model("qwen3-asr-flash")
            .message(message(Role.USER, "audio", AUDIO))
            .build();
    assertThat(refusal(wrongKey).getStatus().getStatusCode()).isEqualTo(401);
  }

  private ApiException refusal(MultiModalConversationParam param) {
    return catchThrowableOfType(ApiException.class, () -> conversation.call(param));
  }

  private static MultiModalConversationParam spoken(String model) {
    return builder(model).message(message(Role.USER, "audio", AUDIO)).build();
  }

  private static MultiModalConversationParam.MultiModalConversationParamBuilder<?, ?> builder(
      String model) {
    return MultiModalConversationParam.builder().apiKey(Server.KEY).model(model);
  }

  /** With a part that can be changed, as the SDK does. */
  private static MultiModalMessage message(Role role, String kind, String value) {
    Map<String, Object> part = new HashMap<>(Map.of(kind, value));
    return MultiModalMessage.builder().role(role.getValue()).content(List.of(part)).build();
  }

  private static String text(MultiModalConversationResult result) {
    return String.valueOf(
        result
            .getOutput()
            .getChoices()
            .getFirst()
            .getMessage()
            .getContent()
            .getFirst()
            .get("text"));
  }
}
