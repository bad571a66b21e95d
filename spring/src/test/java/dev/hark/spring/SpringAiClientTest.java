package dev.hark.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.audio.AudioResponseFormat;
import dev.hark.model.GoldenModels;
import dev.hark.server.HarkServer;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionOptions;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** The server, asked by Spring AI's client for the OpenAI API. */
@Timeout(60)
class SpringAiClientTest {
  private static final Resource JFK = new FileSystemResource(GoldenModels.golden("clips/jfk.wav"));

  @TempDir private static Path folder;
  private static String key = "";
  private static HarkServer server;

  @BeforeAll
  static void start() throws IOException {
    Path keys = folder.resolve("keys");
    key = ApiKeys.create("client", keys);
    server =
        HarkServer.start(
            ServerConfig.create()
                .with(Setting.PORT, "0")
                .with(Setting.MODEL, "tiny=" + GoldenModels.ASR)
                .with(Setting.THREADS, "1")
                .with(Setting.API_KEYS_FILE, keys.toString())
                .with(Setting.CACHE_DIR, folder.resolve("cache").toString())
                .with(Setting.JOBS_DIR, folder.resolve("jobs").toString()),
            Path::of);
    server.warmUp();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "text, And so",
    "json, And so",
    "srt, 00:00:0",
    "vtt, WEBVTT",
    "verbose_json, And so",
    "diarized_json, And so"
  })
  void everyFormatIsRead(String format, String start) {
    assertThat(
            model(options(key).responseFormat(AudioResponseFormat.of(format)).build())
                .transcribe(JFK))
        .contains(start, "fellow Americans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whisper-1", "gpt-4o-transcribe", "tiny"})
  void modelsAreFoundByName(String name) {
    OpenAiAudioTranscriptionOptions.Builder options = options(key);
    options.model(name);

    assertThat(model(options.build()).transcribe(JFK)).contains("fellow Americans");
  }

  @Test
  void languageAndPromptAreTaken() {
    assertThat(
            model(options(key).language("en").prompt("Americans").temperature(0f).build())
                .transcribe(JFK))
        .isNotEmpty();
  }

  @Test
  void wrongKeyIsUnauthorized() {
    assertThatThrownBy(() -> model(options("hark-wrong").build()).transcribe(JFK))
        .isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void unknownModelIsNotFound() {
    OpenAiAudioTranscriptionOptions.Builder options = options(key);
    options.model("whisper-9");

    assertThatThrownBy(() -> model(options.build()).transcribe(JFK))
        .isInstanceOf(NotFoundException.class);
  }

  private static OpenAiAudioTranscriptionOptions.Builder options(String apiKey) {
    OpenAiAudioTranscriptionOptions.Builder options = OpenAiAudioTranscriptionOptions.builder();
    options.baseUrl(server.uri().resolve("/v1").toString());
    options.apiKey(apiKey);
    return options;
  }

  private static OpenAiAudioTranscriptionModel model(OpenAiAudioTranscriptionOptions options) {
    return OpenAiAudioTranscriptionModel.builder().options(options).build();
  }
}
