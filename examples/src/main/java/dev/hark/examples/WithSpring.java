package dev.hark.examples;

import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.core.io.FileSystemResource;

/** Transcribes in an application of Spring Boot: {@code --hark.model=FOLDER}, recording. */
@EnableAutoConfiguration
class WithSpring {
  public static void main(String[] args) {
    try (var application = SpringApplication.run(WithSpring.class, args)) {
      TranscriptionModel model = application.getBean(TranscriptionModel.class);
      System.out.println(model.transcribe(new FileSystemResource(args[1])));
    }
  }
}
