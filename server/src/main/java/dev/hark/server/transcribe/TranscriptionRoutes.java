package dev.hark.server.transcribe;

import dev.hark.engine.Transcription;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.Fields;
import dev.hark.server.http.FormData;
import dev.hark.server.http.Json;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.ValueType;
import dev.hark.server.http.Verb;
import dev.hark.server.load.Admission;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Speech to text: {@code POST /v1/audio/transcriptions}. */
public final class TranscriptionRoutes implements Routes {
  private static final Operation TRANSCRIBE =
      new Operation(
          "Transcribes a recording",
          Operation.Body.MULTIPART,
          List.of(
              Parameter.required("file", new ValueType.File(), "The recording, in any format"),
              Parameter.required("model", new ValueType.Text(200), "Id or alias of a model"),
              Parameter.optional(
                  "language", new ValueType.Text(50), "Language spoken, by code or name"),
              Parameter.optional(
                  "response_format",
                  new ValueType.Choice(List.of("json")),
                  "Shape of the answer")));

  private final Admission admission;
  private final Transcribing transcribing;
  private final UploadLimits limits;

  /** Routes that let in whom the admission lets in. */
  public TranscriptionRoutes(Admission admission, Transcribing transcribing, UploadLimits limits) {
    this.admission = admission;
    this.transcribing = transcribing;
    this.limits = limits;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.of(Verb.POST, "/v1/audio/transcriptions", TRANSCRIBE, this::transcribe));
  }

  private void transcribe(Context context) throws IOException {
    try (Admission.Place place = admission.enter(Caller.of(context));
        FormData form =
            FormData.read(context, List.of("file"), limits.maxBytes(), limits.folder())) {
      Fields fields = Fields.check(TRANSCRIBE.parameters(), form.fields());
      Path file = form.file("file").orElseThrow(() -> ApiException.missing("file"));
      place.awaitTurn();
      Transcription result =
          transcribing.run(file, fields.text("model").orElse(""), fields.text("language"));
      Json.write(context, Json.object().put("text", result.text()));
    }
  }
}
