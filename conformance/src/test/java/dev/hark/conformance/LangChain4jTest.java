package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j, which asks for HTTP/2 with every form that it sends. */
@Timeout(60)
class LangChain4jTest {
  @ParameterizedTest
  @ValueSource(strings = {"whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "tiny"})
  void recordingBecomesText(String name) {
    assertThat(model(name, Server.KEY).transcribeToText(jfk("audio/wav"))).isEqualTo(Server.TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio/wav", "audio/mpeg", "audio/mp4", "audio/webm"})
  void formatIsFoundWhateverTheTypeSays(String mimeType) {
    assertThat(model("whisper-1", Server.KEY).transcribeToText(jfk(mimeType)))
        .isEqualTo(Server.TEXT);
  }

  @Test
  void everyFieldIsTaken() {
    AudioTranscriptionRequest request =
        AudioTranscriptionRequest.builder(jfk("audio/wav"))
            .language("en")
            .prompt("Americans")
            .temperature(0.0)
            .build();

    assertThat(model("whisper-1", Server.KEY).transcribe(request).text()).isNotEmpty();
  }

  @Test
  void manyCallsUseTheConnectionAgain() {
    OpenAiAudioTranscriptionModel model = model("whisper-1", Server.KEY);
    for (int i = 0; i < 4; i++) {
      assertThat(model.transcribeToText(jfk("audio/wav"))).isEqualTo(Server.TEXT);
    }
  }

  @Test
  void wrongKeyIsAnAuthenticationException() {
    assertThatThrownBy(() -> model("whisper-1", "hark-wrong").transcribeToText(jfk("audio/wav")))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void unknownModelIsNotFound() {
    assertThatThrownBy(() -> model("whisper-9", Server.KEY).transcribeToText(jfk("audio/wav")))
        .isInstanceOf(ModelNotFoundException.class);
  }

  @Test
  void wrongValueIsRefused() {
    AudioTranscriptionRequest request =
        AudioTranscriptionRequest.builder(jfk("audio/wav")).language("klingon").build();

    assertThatThrownBy(() -> model("whisper-1", Server.KEY).transcribe(request))
        .hasRootCauseInstanceOf(HttpException.class)
        .hasMessageContaining("klingon");
  }

  @Test
  void recordingInAMessageBecomesText() {
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .baseUrl(Server.api())
            .apiKey(Server.KEY)
            .modelName("whisper-1")
            .maxRetries(0)
            .build();
    String base64 = Base64.getEncoder().encodeToString(OpenAiClient.bytes());

    assertThat(
            chat.chat(UserMessage.from(AudioContent.from(base64, "audio/wav"))).aiMessage().text())
        .isEqualTo(Server.TEXT);
  }

  private static Audio jfk(String mimeType) {
    return Audio.builder().binaryData(OpenAiClient.bytes()).mimeType(mimeType).build();
  }

  private static OpenAiAudioTranscriptionModel model(String name, String key) {
    return OpenAiAudioTranscriptionModel.builder()
        .baseUrl(Server.api())
        .apiKey(key)
        .modelName(name)
        .maxRetries(0)
        .build();
  }
}
