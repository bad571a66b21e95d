package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionInclude;
import com.openai.models.audio.translations.TranslationCreateParams;
import dev.hark.conformance.OpenAiClient.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals become the exceptions that openai-java has for them, with parameter and code. */
@Timeout(60)
class OpenAiErrorsTest {
  /** Requests that are wrong in one parameter. */
  enum Wrong {
    TEMPERATURE("temperature") {
      @Override
      void spoil(TranscriptionCreateParams.Builder request) {
        request.temperature(7);
      }
    },
    LANGUAGE("language") {
      @Override
      void spoil(TranscriptionCreateParams.Builder request) {
        request.language("klingon");
      }
    },
    RESPONSE_FORMAT("response_format") {
      @Override
      void spoil(TranscriptionCreateParams.Builder request) {
        request.responseFormat(AudioResponseFormat.of("docx"));
      }
    },
    INCLUDE("include[]") {
      @Override
      void spoil(TranscriptionCreateParams.Builder request) {
        request.include(List.of(TranscriptionInclude.of("thoughts")));
      }
    },
    SPEAKERS("known_speaker_names[]") {
      @Override
      void spoil(TranscriptionCreateParams.Builder request) {
        request.knownSpeakerNames(List.of("Ann"));
      }
    };

    private final String parameter;

    Wrong(String parameter) {
      this.parameter = parameter;
    }

    abstract void spoil(TranscriptionCreateParams.Builder request);
  }

  @ParameterizedTest
  @EnumSource
  void wrongValueIsABadRequestAboutItsParameter(Wrong wrong) {
    TranscriptionCreateParams.Builder request = OpenAiClient.jfk(Source.PATH);
    wrong.spoil(request);

    assertRefusal(
        refused(BadRequestException.class, OpenAiClient.CLIENT, request),
        "invalid_value",
        wrong.parameter);
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyIsUnauthorized(Source source) {
    OpenAIServiceException refusal =
        refused(
            UnauthorizedException.class,
            OpenAiClient.withKey("hark-wrong"),
            OpenAiClient.jfk(source));

    assertThat(refusal.code()).hasValue("invalid_api_key");
  }

  @ParameterizedTest
  @EnumSource
  void unknownModelIsNotFound(Source source) {
    assertRefusal(
        refused(
            NotFoundException.class,
            OpenAiClient.CLIENT,
            OpenAiClient.jfk(source).model("whisper-9")),
        "model_not_found",
        "model");
  }

  @Test
  void whatIsNoAudioIsABadRequest() {
    OpenAIServiceException refusal =
        refused(
            BadRequestException.class,
            OpenAiClient.CLIENT,
            TranscriptionCreateParams.builder()
                .model("whisper-1")
                .file("no audio at all".getBytes(StandardCharsets.UTF_8)));

    assertThat(refusal.code()).hasValue("invalid_audio");
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // it is, one call later
  void errorOfAStreamThatHasNotBegunIsThrown() {
    OpenAIServiceException refusal =
        catchThrowableOfType(
            BadRequestException.class,
            () ->
                OpenAiClient.CLIENT
                    .audio()
                    .transcriptions()
                    .createStreaming(
                        OpenAiClient.jfk(Source.PATH)
                            .responseFormat(AudioResponseFormat.SRT)
                            .build())
                    .close());

    assertThat(refusal.param()).hasValue("stream");
  }

  @Test
  @SuppressWarnings("deprecation") // the client's authors advise against it, its users have it
  void translationIsNotImplemented() {
    InternalServerException refusal =
        catchThrowableOfType(
            InternalServerException.class,
            () ->
                OpenAiClient.CLIENT
                    .audio()
                    .translations()
                    .create(
                        TranslationCreateParams.builder()
                            .file(OpenAiClient.bytes())
                            .model("whisper-1")
                            .build()));

    assertThat(refusal.statusCode()).isEqualTo(501);
    assertThat(refusal.code()).hasValue("translation_not_supported");
  }

  private static OpenAIServiceException refused(
      Class<? extends OpenAIServiceException> type,
      OpenAIClient client,
      TranscriptionCreateParams.Builder request) {
    return catchThrowableOfType(
        type, () -> client.audio().transcriptions().create(request.build()));
  }

  private static void assertRefusal(OpenAIServiceException refusal, String code, String parameter) {
    assertThat(refusal.code()).hasValue(code);
    assertThat(refusal.param()).hasValue(parameter);
  }
}
