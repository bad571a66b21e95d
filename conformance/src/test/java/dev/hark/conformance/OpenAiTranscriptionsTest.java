package dev.hark.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.transcriptions.Transcription;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams.TimestampGranularity;
import com.openai.models.audio.transcriptions.TranscriptionCreateResponse;
import com.openai.models.audio.transcriptions.TranscriptionDiarized;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionVerbose;
import dev.hark.conformance.OpenAiClient.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transcriptions with openai-java. */
@Timeout(60)
class OpenAiTranscriptionsTest {
  @ParameterizedTest
  @EnumSource
  void jsonIsATranscription(Source source) {
    Transcription answer = create(OpenAiClient.jfk(source)).asTranscription().validate();

    assertThat(answer.text()).isEqualTo(Server.TEXT);
    assertThat(answer.usage()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void jsonThatIsAskedForIsATranscription(Source source) {
    TranscriptionCreateResponse answer =
        create(OpenAiClient.jfk(source).responseFormat(AudioResponseFormat.JSON));

    assertThat(answer.asTranscription().text()).isEqualTo(Server.TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void textIsTheTextVerbatim(Source source) throws IOException {
    assertThat(plain(source, AudioResponseFormat.TEXT)).isEqualTo(Server.TEXT + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void srtHasNumberedCues(Source source) throws IOException {
    assertThat(plain(source, AudioResponseFormat.SRT))
        .startsWith("1\n00:00:00,")
        .contains(" --> ", "fellow Americans");
  }

  @ParameterizedTest
  @EnumSource
  void vttHasItsHeader(Source source) throws IOException {
    assertThat(plain(source, AudioResponseFormat.VTT))
        .startsWith("WEBVTT\n\n")
        .contains(" --> ", "fellow Americans");
  }

  @ParameterizedTest
  @EnumSource
  void verboseJsonHasSegments(Source source) {
    TranscriptionVerbose answer =
        create(OpenAiClient.jfk(source).responseFormat(AudioResponseFormat.VERBOSE_JSON))
            .asVerbose()
            .validate();

    assertThat(answer.text()).isEqualTo(Server.TEXT);
    assertThat(answer.language()).isEqualTo("english");
    assertThat(answer.duration()).isEqualTo(11.0);
    assertThat(answer.segments().orElseThrow()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void diarizedJsonHasSpeakers(Source source) {
    TranscriptionDiarized answer =
        create(OpenAiClient.jfk(source).responseFormat(AudioResponseFormat.DIARIZED_JSON))
            .asDiarized()
            .validate();

    assertThat(answer.text()).isEqualTo(Server.TEXT);
    assertThat(answer.segments()).isNotEmpty().allMatch(part -> part.speaker().equals("A"));
  }

  @Test
  void wordsHaveTimes() {
    TranscriptionVerbose answer =
        create(
                OpenAiClient.jfk(Source.PATH)
                    .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                    .timestampGranularities(
                        List.of(TimestampGranularity.WORD, TimestampGranularity.SEGMENT)))
            .asVerbose()
            .validate();

    assertThat(answer.words().orElseThrow())
        .isNotEmpty()
        .allMatch(word -> word.end() > word.start());
    assertThat(answer.segments().orElseThrow()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny",
        "whisper-1",
        "gpt-4o-transcribe",
        "gpt-4o-mini-transcribe",
        "gpt-transcribe"
      })
  void namesOfOpenAiStandForTheModel(String model) {
    assertThat(create(OpenAiClient.jfk(Source.BYTES).model(model)).asTranscription().text())
        .isEqualTo(Server.TEXT);
  }

  @Test
  void everyOtherFieldIsTaken() {
    TranscriptionCreateParams.Builder request =
        OpenAiClient.jfk(Source.PATH)
            .language("en")
            .languages(List.of("en", "de"))
            .keywords(List.of("Americans", "country"))
            .prompt("A speech")
            .temperature(0)
            .chunkingStrategyAuto();

    assertThat(create(request).asTranscription().text()).isNotEmpty();
  }

  @Test
  void chunkingMayBeAnObject() {
    TranscriptionCreateParams.ChunkingStrategy.VadConfig vad =
        TranscriptionCreateParams.ChunkingStrategy.VadConfig.builder()
            .type(TranscriptionCreateParams.ChunkingStrategy.VadConfig.Type.SERVER_VAD)
            .silenceDurationMs(300)
            .threshold(0.4)
            .build();

    assertThat(
            create(OpenAiClient.jfk(Source.STREAM).chunkingStrategy(vad)).asTranscription().text())
        .isEqualTo(Server.TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void deltasOfAStreamAreTheText(Source source) {
    List<TranscriptionStreamEvent> events = stream(OpenAiClient.jfk(source));

    assertThat(
            events.stream()
                .flatMap(event -> event.transcriptTextDelta().stream())
                .map(delta -> delta.validate().delta())
                .collect(Collectors.joining()))
        .isEqualTo(Server.TEXT);
    assertThat(events.getLast().asTranscriptTextDone().validate().text()).isEqualTo(Server.TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void diarizedStreamHasSegments(Source source) {
    List<TranscriptionStreamEvent> events =
        stream(OpenAiClient.jfk(source).responseFormat(AudioResponseFormat.DIARIZED_JSON));

    assertThat(
            events.stream()
                .flatMap(event -> event.transcriptTextSegment().stream())
                .map(segment -> segment.validate().speaker()))
        .isNotEmpty()
        .containsOnly("A");
    assertThat(events.getLast().asTranscriptTextDone().text()).isEqualTo(Server.TEXT);
  }

  private static TranscriptionCreateResponse create(TranscriptionCreateParams.Builder request) {
    return OpenAiClient.CLIENT.audio().transcriptions().create(request.build());
  }

  private static String plain(Source source, AudioResponseFormat format) throws IOException {
    try (HttpResponseFor<TranscriptionCreateResponse> answer =
        OpenAiClient.CLIENT
            .audio()
            .transcriptions()
            .withRawResponse()
            .create(OpenAiClient.jfk(source).responseFormat(format).build())) {
      assertThat(answer.headers().values("content-type"))
          .singleElement()
          .asString()
          .startsWith("text/plain");
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<TranscriptionStreamEvent> stream(TranscriptionCreateParams.Builder request) {
    try (StreamResponse<TranscriptionStreamEvent> events =
        OpenAiClient.CLIENT.audio().transcriptions().createStreaming(request.build())) {
      return events.stream().toList();
    }
  }
}
