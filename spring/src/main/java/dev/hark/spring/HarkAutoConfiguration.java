package dev.hark.spring;

import dev.hark.engine.Transcriber;
import dev.hark.model.hub.ModelHub;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Opens the model that {@code hark.model} names and closes it with the application. A transcriber
 * or a transcription model of the application's own takes the place of the one here.
 */
@AutoConfiguration
@ConditionalOnProperty("hark.model")
@EnableConfigurationProperties(HarkProperties.class)
public final class HarkAutoConfiguration {
  /** The transcriber behind the model, for what Spring AI has no words for. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  public Transcriber harkTranscriber(HarkProperties properties) {
    return Transcriber.open(ModelHub.create().resolve(properties.model()), properties.engine());
  }

  /** The model. */
  @Bean
  @ConditionalOnMissingBean(TranscriptionModel.class)
  public HarkTranscriptionModel harkTranscriptionModel(
      Transcriber transcriber, HarkProperties properties) {
    return HarkTranscriptionModel.of(transcriber, properties.transcribing());
  }
}
