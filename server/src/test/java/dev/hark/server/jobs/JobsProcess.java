package dev.hark.server.jobs;

import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.models.ModelPool;
import java.nio.file.Path;

/**
 * A process that works on the jobs of a folder until it is killed or all are finished. Arguments:
 * folder, model, cache.
 */
final class JobsProcess {
  private JobsProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    ServerConfig config = config(Path.of(arguments[0]), arguments[1], arguments[2]);
    try (ModelPool models = ModelPool.create(config, Path::of)) {
      models.load("tiny");
      try (Jobs jobs = Jobs.open(config, models)) {
        jobs.start(config.number(Setting.JOBS_AT_ONCE));
        System.out.println("working");
        while (jobs.store().unfinished() > 0) {
          Thread.sleep(5);
        }
      }
    }
    System.out.println("finished");
  }

  static ServerConfig config(Path folder, String model, String cache) {
    return ServerConfig.create()
        .with(Setting.MODEL, "tiny=" + model)
        .with(Setting.THREADS, "1")
        .with(Setting.BATCH, "2")
        .with(Setting.JOBS_AT_ONCE, "2")
        .with(Setting.CACHE_DIR, cache)
        .with(Setting.JOBS_DIR, folder.toString());
  }
}
