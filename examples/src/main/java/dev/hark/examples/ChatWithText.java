package dev.hark.examples;

import dev.hark.engine.TextModel;
import dev.hark.engine.TextOptions;
import dev.hark.engine.Transcriber;
import dev.hark.model.text.ChatMessage;
import java.nio.file.Path;
import java.util.List;

/** Sums up a recording while one watches: Qwen3-ASR folder, Qwen3 folder, recording. */
final class ChatWithText {
  private ChatWithText() {}

  public static void main(String[] args) {
    String transcript;
    try (var hark = Transcriber.open(Path.of(args[0]))) {
      transcript = hark.transcribe(Path.of(args[2])).text();
    }
    try (var model = TextModel.open(Path.of(args[1]))) {
      model.chat(
          List.of(
              ChatMessage.system("You sum up recordings in two sentences."),
              ChatMessage.user(transcript)),
          TextOptions.create().withMaxTokens(200).withListener(System.out::print));
      System.out.println();
    }
  }
}
