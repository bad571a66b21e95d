package dev.hark.server.jobs;

import dev.hark.engine.TranscriptPart;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiException;
import dev.hark.server.http.Caller;
import dev.hark.server.http.Json;
import dev.hark.server.http.Route;
import dev.hark.server.http.Routes;
import dev.hark.server.http.Verb;
import dev.hark.server.load.Admission;
import dev.hark.server.models.ModelPool;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Long recordings: {@code /v1/jobs}. A caller sees its own jobs alone. */
public final class JobRoutes implements Routes {
  private static final String PATH = "/v1/jobs/{id}";

  private final Jobs jobs;
  private final JobUpload upload;
  private final JobEvents events;

  /** Routes to the jobs of a server. */
  public JobRoutes(Jobs jobs, Admission admission, ModelPool models, ServerConfig config) {
    this.jobs = jobs;
    this.upload = new JobUpload(admission, models, jobs, config);
    this.events = new JobEvents(jobs.store(), jobs.changes(), config.duration(Setting.HEARTBEAT));
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(Verb.POST, "/v1/jobs", JobParameters.CREATE, this::create),
        Route.of(Verb.GET, "/v1/jobs", JobParameters.LIST, this::list),
        Route.of(Verb.GET, PATH, JobParameters.GET, c -> answer(c, job(c))),
        Route.of(
            Verb.GET, PATH + "/events", JobParameters.EVENTS, c -> events.write(c, job(c).id())),
        Route.of(Verb.GET, PATH + "/result", JobParameters.RESULT, this::result),
        Route.of(Verb.GET, PATH + "/audio", JobParameters.AUDIO, this::audio),
        Route.of(Verb.POST, PATH + "/cancel", JobParameters.CANCEL, this::cancel),
        Route.of(Verb.DELETE, PATH, JobParameters.DELETE, this::delete));
  }

  private void create(Context context) throws IOException {
    Job job = upload.read(context);
    context.header("Location", "/v1/jobs/" + job.id());
    Json.write(context.status(202), JobJson.job(job, jobs.store().parts(job.id(), 0)));
  }

  private void list(Context context) {
    ObjectNode root = Json.object().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (Job job : jobs.store().list(Caller.of(context).name())) {
      data.add(JobJson.excerpt(job, jobs.store().firstParts(job.id())));
    }
    Json.write(context, root);
  }

  /** The caller's job; one of somebody else is as unknown as one that never was. */
  private Job job(Context context) {
    return jobs.store()
        .find(context.pathParam("id"))
        .filter(job -> job.owner().equals(Caller.of(context).name()))
        .orElseThrow(() -> ApiException.of(404, "job_not_found", "there is no such job"));
  }

  private void answer(Context context, Job job) {
    Json.write(context, JobJson.job(job, jobs.store().parts(job.id(), 0)));
  }

  private void result(Context context) {
    Job job = job(context);
    if (job.status() != JobStatus.COMPLETED) {
      throw ApiException.of(
          409, "job_not_completed", "the job is %s".formatted(job.status().label()));
    }
    JobResult.write(
        context,
        TranscriptPart.join(jobs.store().parts(job.id(), 0)),
        JobParameters.options(job.fields()).temperature());
  }

  private void audio(Context context) throws IOException {
    Job job = job(context);
    JobAudio.write(context, jobs.folder().recording(job.id()), job.fileName());
  }

  private void cancel(Context context) {
    Job job = job(context);
    if (!jobs.cancel(job.id())) {
      throw ApiException.of(
          409, "job_finished", "the job is %s already".formatted(job(context).status().label()));
    }
    answer(context, job(context));
  }

  private void delete(Context context) {
    Job job = job(context);
    if (!jobs.delete(job.id())) {
      throw ApiException.of(
          409,
          "job_not_finished",
          "the job is %s; cancel it first".formatted(job.status().label()));
    }
    Json.write(
        context,
        Json.object().put("id", job.id()).put("object", "transcription.job").put("deleted", true));
  }
}
