package dev.hark.server;

import dev.hark.model.GoldenModels;
import dev.hark.server.config.Setting;

/** One server with all tiny models for tests that do not change it. */
final class SharedServer {
  private static final TestServer SERVER = start();

  private SharedServer() {}

  static TestServer get() {
    return SERVER;
  }

  private static TestServer start() {
    TestServer server =
        TestServer.start(
            TestServer.config()
                .with(Setting.ALIGNER, "aligner=" + GoldenModels.ALIGNER)
                .with(Setting.TEXT_MODEL, "text=" + GoldenModels.QWEN3)
                .with(Setting.CONCURRENCY_PER_KEY, "64"));
    server.server().warmUp();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }
}
