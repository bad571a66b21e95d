package dev.hark.conformance;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** openai-java as its users set it up. */
final class OpenAiClient {
  /** The client with the key of the server. */
  static final OpenAIClient CLIENT = withKey(Server.KEY);

  private OpenAiClient() {}

  static OpenAIClient withKey(String key) {
    return OpenAIOkHttpClient.builder().baseUrl(Server.api()).apiKey(key).build();
  }

  /** The three ways in which a recording is handed over; each is sent in another way. */
  enum Source {
    /** Chunked, with a file name. */
    PATH,
    /** Chunked, without a length. */
    STREAM,
    /** With a length, without a file name. */
    BYTES
  }

  static TranscriptionCreateParams.Builder jfk(Source source) {
    TranscriptionCreateParams.Builder request =
        TranscriptionCreateParams.builder().model("whisper-1");
    return switch (source) {
      case PATH -> request.file(Server.JFK);
      case STREAM -> request.file(new ByteArrayInputStream(bytes()));
      case BYTES -> request.file(bytes());
    };
  }

  static byte[] bytes() {
    try {
      return Files.readAllBytes(Server.JFK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
