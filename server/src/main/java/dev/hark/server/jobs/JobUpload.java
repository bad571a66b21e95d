package dev.hark.server.jobs;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.Fields;
import dev.hark.server.http.FormData;
import dev.hark.server.http.UploadLimits;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelEntry;
import dev.hark.server.models.ModelPool;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes in the recordings of new jobs. */
final class JobUpload {
  private static final String FILE = "file";
  private static final int LONGEST_NAME = 255;

  /** Room that uploads leave for transcripts. */
  private static final long RESERVE_BYTES = 16L << 20;

  private final Admission admission;
  private final ModelPool models;
  private final Jobs jobs;
  private final UploadLimits uploadLimits;
  private final int mostUnfinished;
  private final Object creating = new Object();

  JobUpload(Admission admission, ModelPool models, Jobs jobs, ServerConfig config) {
    this.admission = admission;
    this.models = models;
    this.jobs = jobs;
    this.uploadLimits = UploadLimits.of(config, Setting.MAX_UPLOAD);
    this.mostUnfinished = config.number(Setting.JOBS_QUEUE);
  }

  /** Makes a job of a form; it outlives the process when this returns. */
  Job read(Context context) throws IOException {
    Caller caller = Caller.of(context);
    String id = JobId.of(context);
    try (Admission.Place _ = admission.enter(caller)) {
      checkRoom(context.req().getContentLengthLong());
      try (FormData form =
          FormData.read(context, List.of(FILE), uploadLimits, jobs.folder().incoming())) {
        return create(id, caller, form);
      }
    } catch (IOException e) {
      if (jobs.folder().freeBytes() < RESERVE_BYTES) {
        throw full();
      }
      throw e;
    }
  }

  private Job create(String id, Caller caller, FormData form) throws IOException {
    Fields fields = JobParameters.check(form.fields());
    Path file = form.file(FILE);
    var _ = JobParameters.options(form.fields()); // refuses unknown languages
    Job job =
        Job.create(
            id,
            caller.name(),
            harmless(form.fileName(FILE).orElse("")),
            model(fields.text("model").orElse("")),
            form.fields());
    synchronized (creating) { // the same request may come twice at once
      Optional<Job> earlier = jobs.store().find(id);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      jobs.folder().keep(file, id);
      jobs.add(job);
      return job;
    }
  }

  private String model(String name) {
    ModelEntry entry = models.model(name).entry();
    if (entry.kind() != ModelEntry.Kind.TRANSCRIPTION) {
      throw ApiException.invalid("model", "%s does not transcribe".formatted(entry.id()));
    }
    return entry.id();
  }

  private void checkRoom(long bytes) throws IOException {
    if (jobs.store().unfinished() >= mostUnfinished) {
      throw ApiException.overloaded(
          503,
          "too_many_jobs",
          Duration.ofSeconds(8),
          "%d jobs wait or run, which is the limit".formatted(mostUnfinished));
    }
    if (jobs.folder().freeBytes() < Math.max(0, bytes) + RESERVE_BYTES) {
      throw full();
    }
  }

  private static ApiException full() {
    return ApiException.of(
        507, "disk_full", "the disk of the server has no room for the recording");
  }

  /** The last part of a name, without what a terminal or a log would take for orders. */
  private static String harmless(String fileName) {
    String last =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "").strip();
    String name = plain.isEmpty() ? "recording" : plain;
    return name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
  }
}
