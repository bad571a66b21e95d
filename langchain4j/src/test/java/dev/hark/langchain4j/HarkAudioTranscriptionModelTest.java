package dev.hark.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.GoldenModels;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model as programs for LangChain4j use one: by its interface, with built requests. */
class HarkAudioTranscriptionModelTest {
  private static final Path JFK = GoldenModels.golden("clips/jfk.wav");
  private static final String TEXT =
      "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";

  @TempDir private static Path cache;
  private static Transcriber transcriber;
  private static AudioTranscriptionModel model;

  @BeforeAll
  static void open() {
    transcriber =
        Transcriber.open(
            GoldenModels.ASR, EngineOptions.create().withThreads(1).withCacheFolder(cache));
    model = HarkAudioTranscriptionModel.of(transcriber);
  }

  @AfterAll
  static void close() {
    transcriber.close();
  }

  @Test
  void bytesBecomeText() throws IOException {
    assertThat(model.transcribeToText(jfk())).isEqualTo(TEXT);
  }

  @Test
  void base64BecomesText() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(JFK));

    assertThat(model.transcribeToText(Audio.builder().base64Data(base64).build())).isEqualTo(TEXT);
  }

  @Test
  void fileBecomesText() {
    assertThat(model.transcribeToText(Audio.builder().url(JFK.toUri()).build())).isEqualTo(TEXT);
  }

  @Test
  void everyFieldOfARequestIsTaken() throws IOException {
    AudioTranscriptionRequest request =
        AudioTranscriptionRequest.builder(jfk()).language("en").prompt("").temperature(0.0).build();

    assertThat(model.transcribe(request).text()).isNotEmpty();
  }

  @Test
  void unknownLanguageIsAnInvalidRequest() throws IOException {
    AudioTranscriptionRequest request =
        AudioTranscriptionRequest.builder(jfk()).language("klingon").build();

    assertThatThrownBy(() -> model.transcribe(request))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("klingon");
  }

  @Test
  void whatIsNoAudioIsAnInvalidRequest() {
    Audio noise = Audio.builder().binaryData("no audio".getBytes(StandardCharsets.UTF_8)).build();

    assertThatThrownBy(() -> model.transcribeToText(noise))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void addressesAreNotFetched() {
    Audio remote = Audio.builder().url("https://example.org/talk.mp3").build();

    assertThatThrownBy(() -> model.transcribeToText(remote))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("https://example.org/talk.mp3");
  }

  private static Audio jfk() throws IOException {
    return Audio.builder().binaryData(Files.readAllBytes(JFK)).mimeType("audio/wav").build();
  }
}
