package dev.hark.examples;

import dev.hark.engine.Transcriber;
import dev.hark.langchain4j.HarkAudioTranscriptionModel;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Transcribes through the interface of LangChain4j: model folder, recording, language. */
final class WithLangChain4j {
  private WithLangChain4j() {}

  public static void main(String[] args) throws IOException {
    try (var hark = Transcriber.open(Path.of(args[0]))) {
      AudioTranscriptionModel model = HarkAudioTranscriptionModel.of(hark);
      Audio audio = Audio.builder().binaryData(Files.readAllBytes(Path.of(args[1]))).build();
      System.out.println(
          model
              .transcribe(AudioTranscriptionRequest.builder(audio).language(args[2]).build())
              .text());
    }
  }
}
