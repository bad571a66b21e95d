package dev.hark.server.jobs;

import static dev.hark.server.http.Parameter.optional;
import static dev.hark.server.http.Parameter.path;
import static dev.hark.server.http.Parameter.required;

import dev.hark.engine.TranscribeOptions;
import dev.hark.server.http.Fields;
import dev.hark.server.http.Operation;
import dev.hark.server.http.Parameter;
import dev.hark.server.http.ValueType;
import dev.hark.server.transcribe.SpeechHints;
import java.util.List;
import java.util.Map;

/** The parameters of the routes of jobs: what is checked, and what is documented. */
final class JobParameters {
  private static final ValueType NAME = new ValueType.Text(200);
  private static final Parameter ID = path("id", "Id of the job");

  static final Operation CREATE =
      new Operation(
          "Makes a job that transcribes a recording",
          Operation.Body.MULTIPART,
          List.of(
              JobId.KEY,
              required("file", new ValueType.File(), "The recording, in any format"),
              required("model", NAME, "Id of a model, or an alias such as whisper-1"),
              optional("language", NAME, "Language spoken, by code or English name"),
              optional(
                  "languages",
                  new ValueType.Several(NAME, 30),
                  "Languages that may be spoken: the most probable of them is taken"),
              optional(
                  "prompt", new ValueType.Text(20_000), "Names and terms that are likely to occur"),
              optional(
                  "keywords",
                  new ValueType.Several(new ValueType.Text(500), 1000),
                  "Words that are likely to occur, beside the prompt"),
              optional(
                  "temperature",
                  new ValueType.Range(0, 1),
                  "Softness of the choice of words; always the same choice for the same value")));
  static final Operation LIST = Operation.of("All jobs of the caller, newest first");
  static final Operation GET = Operation.of("A job: how far it is, and its text so far", ID);
  static final Operation EVENTS = Operation.of("A job as server-sent events", ID);
  static final Operation RESULT =
      Operation.of(
          "The transcript of a completed job",
          ID,
          new Parameter(
              "format",
              Parameter.Place.QUERY,
              new ValueType.Choice(JobResult.formats()),
              false,
              "Its shape; json if not given"));
  static final Operation CANCEL = Operation.of("Stops a job", ID);
  static final Operation DELETE = Operation.of("Deletes a finished job and its recording", ID);
  static final Operation AUDIO = Operation.of("The recording of a job", ID);

  private JobParameters() {}

  /** Checks the fields of a new job. */
  static Fields check(Map<String, List<String>> fields) {
    return Fields.check(CREATE.parameters(), fields);
  }

  /** The options that checked fields ask for, the same whenever they are asked. */
  static TranscribeOptions options(Map<String, List<String>> fields) {
    Fields checked = check(fields);
    TranscribeOptions options =
        SpeechHints.of(
                checked.text("language"),
                checked.list("languages"),
                checked.text("prompt"),
                checked.list("keywords"))
            .options();
    return checked
        .decimal("temperature")
        .map(temperature -> options.withTemperature(temperature, 0))
        .orElse(options);
  }
}
