package dev.hark.server.transcribe;

import dev.hark.audio.AudioSource;
import dev.hark.engine.TextDelta;
import dev.hark.engine.TranscribeOptions;
import dev.hark.engine.Transcription;
import dev.hark.server.http.EventStream;
import dev.hark.server.http.Json;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A transcript as the events of the OpenAI API: {@code transcript.text.delta} while text grows,
 * {@code transcript.text.segment} for diarized_json, {@code transcript.text.done} with all of it.
 */
final class TranscriptEvents {
  private final Transcribing transcribing;
  private final Duration heartbeat;

  TranscriptEvents(Transcribing transcribing, Duration heartbeat) {
    this.transcribing = transcribing;
    this.heartbeat = heartbeat;
  }

  void answer(Context context, TranscriptionRequest request, AudioSource audio) {
    EventStream.of(context, heartbeat).run(events -> transcribe(request, audio, events));
  }

  private void transcribe(
      TranscriptionRequest request, AudioSource audio, Consumer<JsonNode> events) {
    TextDeltas deltas = new TextDeltas(delta -> events.accept(delta(delta)));
    boolean diarized = request.format() == ResponseFormat.DIARIZED_JSON;
    AtomicInteger segments = new AtomicInteger();
    TranscribeOptions options =
        request
            .options()
            .onDelta(deltas::text)
            .onSegment(segment -> {
              deltas.segment(segment);
              if (diarized) {
                events.accept(TranscriptJson.spoken(segments.getAndIncrement(), segment));
              }
            });
    Transcription transcript =
        transcribing.run(audio, "file", request.model(), options, request.timesOfWords());
    events.accept(done(transcript));
  }

  private static ObjectNode delta(TextDelta delta) {
    ObjectNode event =
        Json.object().put("type", "transcript.text.delta").put("delta", delta.text());
    TranscriptJson.logProbabilities(event, delta.tokens());
    return event;
  }

  private static ObjectNode done(Transcription transcript) {
    ObjectNode event =
        Json.object().put("type", "transcript.text.done").put("text", transcript.text());
    TranscriptJson.languages(event, transcript);
    TranscriptJson.logProbabilities(event, TranscriptJson.tokens(transcript));
    return event;
  }
}
