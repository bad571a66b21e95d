package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartInputAudio;
import com.openai.models.chat.completions.ChatCompletionContentPartInputAudio.InputAudio;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings in messages, and the list of models, with openai-java. */
@Timeout(60)
class OpenAiChatTest {
  @Test
  void recordingInAMessageBecomesText() {
    ChatCompletion answer = OpenAiClient.CLIENT.chat().completions().create(spoken().build());

    assertThat(answer.choices())
        .singleElement()
        .satisfies(choice -> assertThat(choice.message().content()).hasValue(Server.TEXT));
  }

  @Test
  void otherTextIsContext() {
    ChatCompletion answer =
        OpenAiClient.CLIENT
            .chat()
            .completions()
            .create(spoken().addSystemMessage("Americans").build());

    assertThat(answer.choices().getFirst().message().content()).isPresent();
  }

  @Test
  void chunksOfAStreamAreTheText() {
    try (StreamResponse<ChatCompletionChunk> chunks =
        OpenAiClient.CLIENT.chat().completions().createStreaming(spoken().build())) {
      assertThat(
              chunks.stream()
                  .flatMap(chunk -> chunk.validate().choices().stream())
                  .flatMap(choice -> choice.delta().content().stream())
                  .collect(Collectors.joining()))
          .isEqualTo(Server.TEXT);
    }
  }

  @Test
  void messageWithoutRecordingIsABadRequest() {
    BadRequestException refusal =
        catchThrowableOfType(
            BadRequestException.class,
            () ->
                OpenAiClient.CLIENT
                    .chat()
                    .completions()
                    .create(
                        ChatCompletionCreateParams.builder()
                            .model("whisper-1")
                            .addUserMessage("Hello")
                            .build()));

    assertThat(refusal.param()).hasValue("messages");
  }

  @Test
  void modelsAreListed() {
    List<Model> models =
        OpenAiClient.CLIENT.models().list().autoPager().stream().map(Model::validate).toList();

    assertThat(models).extracting(Model::id).contains("tiny", "aligner");
  }

  @Test
  void oneModelIsRetrieved() {
    assertThat(OpenAiClient.CLIENT.models().retrieve("tiny").validate().id()).isEqualTo("tiny");
  }

  @Test
  void unknownModelIsNotFound() {
    NotFoundException refusal =
        catchThrowableOfType(
            NotFoundException.class, () -> OpenAiClient.CLIENT.models().retrieve("whisper-9"));

    assertThat(refusal.code()).hasValue("model_not_found");
  }

  private static ChatCompletionCreateParams.Builder spoken() {
    InputAudio audio =
        InputAudio.builder()
            .data(Base64.getEncoder().encodeToString(OpenAiClient.bytes()))
            .format(InputAudio.Format.WAV)
            .build();
    return ChatCompletionCreateParams.builder()
        .model("whisper-1")
        .addUserMessageOfArrayOfContentParts(
            List.of(
                ChatCompletionContentPart.ofInputAudio(
                    ChatCompletionContentPartInputAudio.builder().inputAudio(audio).build())));
  }
}
