package dev.hark.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hark.engine.EngineOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.model.GoldenModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponse;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** The model in applications that configure it by properties. */
@Timeout(60)
class HarkAutoConfigurationTest {
  private static final Resource JFK = new FileSystemResource(GoldenModels.golden("clips/jfk.wav"));
  private static final String TEXT =
      "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";

  @TempDir private static Path cache;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(HarkAutoConfiguration.class));

  private ApplicationContextRunner configured() {
    return application.withPropertyValues(
        "hark.model=" + GoldenModels.ASR, "hark.threads=1", "hark.cache-dir=" + cache);
  }

  @Test
  void withoutModelThereIsNone() {
    application.run(context -> assertThat(context).doesNotHaveBean(TranscriptionModel.class));
  }

  @Test
  void recordingBecomesText() {
    configured()
        .run(context ->
            assertThat(context.getBean(TranscriptionModel.class).transcribe(JFK)).isEqualTo(TEXT));
  }

  @Test
  void responseHasLanguageAndTimes() {
    configured()
        .run(context -> {
          AudioTranscriptionResponse response =
              context.getBean(TranscriptionModel.class).call(new AudioTranscriptionPrompt(JFK));

          assertThat(response.getMetadata().<String>get("language")).isEqualTo("English");
          assertThat(response.getMetadata().<Transcription>getRequired("transcription").segments())
              .isNotEmpty();
        });
  }

  @Test
  void propertiesReachTheModel() {
    configured()
        .withPropertyValues("hark.precision=f32", "hark.batch=1", "hark.language=klingon")
        .run(context ->
            assertThatThrownBy(() -> context.getBean(TranscriptionModel.class).transcribe(JFK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("klingon"));
  }

  @Test
  void optionsOfAPromptWin() {
    configured()
        .withPropertyValues("hark.language=klingon")
        .run(context ->
            assertThat(
                    context
                        .getBean(TranscriptionModel.class)
                        .transcribe(JFK, HarkTranscriptionOptions.create().withLanguage("en")))
                .isNotEmpty());
  }

  @Test
  void transcriberOfTheApplicationIsUsed() {
    EngineOptions options = EngineOptions.create().withThreads(1).withCacheFolder(cache);
    configured()
        .withBean("own", Transcriber.class, () -> Transcriber.open(GoldenModels.ASR, options))
        .run(context ->
            assertThat(context.getBeanNamesForType(Transcriber.class)).containsExactly("own"));
  }

  @Test
  void missingModelIsSaidAtTheStart() {
    application
        .withPropertyValues("hark.model=" + cache.resolve("nothing"))
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("nothing"));
  }
}
