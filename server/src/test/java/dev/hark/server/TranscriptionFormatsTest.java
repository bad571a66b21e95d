package dev.hark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hark.audio.AudioSource;
import dev.hark.engine.EngineOptions;
import dev.hark.engine.ForcedAligner;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcriber;
import dev.hark.engine.Transcription;
import dev.hark.engine.Word;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.model.GoldenModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Answers in every format say what the engine says. */
@Timeout(60)
class TranscriptionFormatsTest {
  private static Transcription plain;
  private static Transcription timed;

  @BeforeAll
  static void transcribe() {
    EngineOptions options = EngineOptions.create().withThreads(1).withCacheFolder(TestServer.CACHE);
    try (Transcriber transcriber = Transcriber.open(GoldenModels.ASR, options);
        ForcedAligner aligner = ForcedAligner.open(GoldenModels.ALIGNER, options)) {
      AudioSource audio = AudioSource.of(TestServer.JFK);
      plain = transcriber.transcribe(audio, TranscribeOptions.create());
      timed = transcriber.transcribe(audio, TranscribeOptions.create().withWordTimestamps(aligner));
    }
  }

  @Test
  void jsonHasTextLanguagesAndUsage() throws IOException, InterruptedException {
    JsonNode json = Answers.ok(send("json"));

    assertThat(json.get("text").asString()).isEqualTo(plain.text());
    assertThat(json.at("/languages/0/code").asString()).isEqualTo("en");
    assertThat(json.at("/usage/type").asString()).isEqualTo("duration");
    assertThat(json.at("/usage/seconds").asDouble()).isEqualTo(11.0);
  }

  @Test
  void textAndSubtitlesAreTheEnginesOwn() throws IOException, InterruptedException {
    assertPlainText(send("text"), plain.text() + "\n");
    assertPlainText(send("srt"), TranscriptFormat.SRT.format(timed));
    assertPlainText(send("vtt"), TranscriptFormat.VTT.format(timed));
  }

  private static void assertPlainText(HttpResponse<String> answer, String text) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(answer.body()).isEqualTo(text);
  }

  @Test
  void verboseJsonHasSegmentsWithAllKeysThatClientsRequire()
      throws IOException, InterruptedException {
    JsonNode json = Answers.ok(send("verbose_json"));

    assertThat(json.get("task").asString()).isEqualTo("transcribe");
    assertThat(json.get("language").asString()).isEqualTo("english");
    assertThat(json.get("duration").asDouble()).isEqualTo(11.0);
    assertThat(json.get("text").asString()).isEqualTo(plain.text());
    assertThat(json.has("words")).isFalse();
    assertThat(json.get("segments")).hasSameSizeAs(plain.segments());
    assertThat(json.at("/segments/0").propertyNames())
        .containsExactly(
            "id",
            "seek",
            "start",
            "end",
            "text",
            "tokens",
            "temperature",
            "avg_logprob",
            "compression_ratio",
            "no_speech_prob");
    assertThat(json.at("/segments/0/text").asString())
        .isEqualTo(plain.segments().getFirst().text());
  }

  @Test
  void verboseJsonHasTheAlignersWords() throws IOException, InterruptedException {
    for (String name : List.of("timestamp_granularities[]", "timestamp_granularities")) {
      JsonNode json =
          Answers.ok(
              SharedServer.get()
                  .transcribe(
                      Form.of(TestServer.JFK)
                          .field("response_format", "verbose_json")
                          .field(name, "word")));

      List<Word> words = timed.segments().stream().flatMap(s -> s.words().stream()).toList();
      assertThat(json.get("words")).hasSameSizeAs(words);
      assertThat(json.at("/words/3/word").asString()).isEqualTo(words.get(3).text());
      assertThat(json.at("/words/3/end").asDouble()).isEqualTo(words.get(3).end().toMillis() / 1e3);
      assertThat(json.has("segments")).isFalse();
    }
  }

  @Test
  void diarizedJsonHasItsShape() throws IOException, InterruptedException {
    JsonNode json = Answers.ok(send("diarized_json"));

    assertThat(json.propertyNames()).contains("task", "duration", "text", "segments");
    assertThat(json.at("/segments/0/type").asString()).isEqualTo("transcript.text.segment");
    assertThat(json.at("/segments/0/speaker").asString()).isEqualTo("A");
  }

  @Test
  void languageAndContextReachTheModel() throws IOException, InterruptedException {
    TranscribeOptions options =
        TranscribeOptions.create()
            .withLanguage("German")
            .withContext("Washington\nKennedy, Berlin");
    Transcription expected;
    try (Transcriber transcriber =
        Transcriber.open(
            GoldenModels.ASR,
            EngineOptions.create().withThreads(1).withCacheFolder(TestServer.CACHE))) {
      expected = transcriber.transcribe(AudioSource.of(TestServer.JFK), options);
    }
    assertThat(expected.text()).isNotEqualTo(plain.text());

    JsonNode json =
        Answers.ok(
            SharedServer.get()
                .transcribe(
                    Form.of(TestServer.JFK)
                        .field("language", "de")
                        .field("prompt", "Washington")
                        .field("keywords[]", "Kennedy")
                        .field("keywords[]", "Berlin")));

    assertThat(json.get("text").asString()).isEqualTo(expected.text());
  }

  private static HttpResponse<String> send(String format) throws IOException, InterruptedException {
    return SharedServer.get().transcribe(Form.of(TestServer.JFK).field("response_format", format));
  }
}
