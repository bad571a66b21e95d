package dev.hark.server.transcribe;

import dev.hark.audio.AudioSource;
import dev.hark.engine.Transcription;
import dev.hark.engine.format.TranscriptFormat;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.ClientWatch;
import dev.hark.server.http.Fields;
import dev.hark.server.http.FormData;
import dev.hark.server.http.Json;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.UploadLimits;
import dev.hark.server.http.Verb;
import dev.hark.server.load.Admission;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Speech to text: {@code /v1/audio/transcriptions} and {@code /v1/audio/translations}. */
public final class TranscriptionRoutes implements Routes {
  private static final String FILE = "file";

  private final Admission admission;
  private final Transcribing transcribing;
  private final UploadLimits uploadLimits;
  private final Path uploads;
  private final Duration longest;
  private final TranscriptEvents events;

  /**
   * Routes that let in whom the admission lets in.
   *
   * @param uploads folder of files while they are worked on
   */
  public TranscriptionRoutes(
      Admission admission, Transcribing transcribing, ServerConfig config, Path uploads) {
    this.admission = admission;
    this.transcribing = transcribing;
    this.uploadLimits = UploadLimits.of(config, Setting.MAX_UPLOAD);
    this.uploads = uploads;
    this.longest = config.duration(Setting.REQUEST_TIMEOUT);
    this.events = new TranscriptEvents(transcribing, config.duration(Setting.HEARTBEAT));
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.POST,
            "/v1/audio/transcriptions",
            TranscriptionParameters.TRANSCRIBE,
            this::transcribe),
        Route.of(
            Verb.POST,
            "/v1/audio/translations",
            TranscriptionParameters.TRANSLATE,
            this::translate));
  }

  private void transcribe(Context context) throws IOException {
    try (Admission.Place place = admission.enter(Caller.of(context));
        FormData form = FormData.read(context, List.of(FILE), uploadLimits, uploads)) {
      Fields fields = Fields.check(TranscriptionParameters.TRANSCRIBE.parameters(), form.fields());
      TranscriptionRequest request = TranscriptionRequest.of(fields);
      AudioSource audio = AudioSource.of(form.file(FILE));
      transcribing.check(request.model());
      if (request.words() && !transcribing.hasAligner()) {
        throw ApiException.invalid(
            "timestamp_granularities[]",
            "times of words need an aligner, and this server has none; start it with --aligner");
      }
      if (request.stream()) {
        ClientWatch.over(
            context,
            longest,
            () -> {
              place.awaitTurn();
              events.answer(context, request, audio);
              return request;
            });
      } else {
        Transcription transcript =
            ClientWatch.over(
                context,
                longest,
                () -> {
                  place.awaitTurn();
                  return transcribing.run(
                      audio, FILE, request.model(), request.options(), request.timesOfWords());
                });
        answer(context, transcript, request);
      }
    }
  }

  private static void answer(
      Context context, Transcription transcript, TranscriptionRequest request) {
    switch (request.format()) {
      case JSON -> Json.write(context, TranscriptJson.plain(transcript));
      case VERBOSE_JSON -> Json.write(context, TranscriptJson.verbose(transcript, request));
      case DIARIZED_JSON -> Json.write(context, TranscriptJson.diarized(transcript));
      case TEXT -> text(context, transcript.text() + "\n");
      case SRT -> text(context, TranscriptFormat.SRT.format(transcript));
      case VTT -> text(context, TranscriptFormat.VTT.format(transcript));
    }
  }

  private static void text(Context context, String text) {
    context.contentType("text/plain; charset=utf-8").result(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Checks all it would need, so that a caller's mistakes are not hidden by the refusal. */
  private void translate(Context context) throws IOException {
    try (Admission.Place _ = admission.enter(Caller.of(context));
        FormData form = FormData.read(context, List.of(FILE), uploadLimits, uploads)) {
      Fields fields = Fields.check(TranscriptionParameters.TRANSLATE.parameters(), form.fields());
      Path _ = form.file(FILE);
      String model = fields.text("model").orElse("");
      transcribing.check(model);
      throw ApiException.of(
              501,
              "translation_not_supported",
              "%s transcribes in the language spoken and cannot translate; use /v1/audio/transcriptions"
                  .formatted(model))
          .about("model");
    }
  }
}
