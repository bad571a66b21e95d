package dev.hark.cli;

import dev.hark.engine.EngineOptions;
import dev.hark.mini.HarkMini;
import dev.hark.mini.HarkMiniAligner;
import dev.hark.server.HarkServer;
import dev.hark.server.config.ConfigSources;
import dev.hark.server.config.ServerConfig;
import dev.hark.server.config.Setting;
import dev.hark.server.http.ApiKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves models over HTTP until it is asked to stop. */
@Command(
    name = "serve",
    description = "Serve models over HTTP, as the OpenAI API does.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = ServeCommand.SettingFlags.class,
    footerHeading = "%n",
    footer =
        "Every option but --config, --new-key and those of the hub can also be set in the file of "
            + "--config (max-upload=1GiB) and in the environment (HARK_MAX_UPLOAD=1GiB); the command "
            + "line wins over the environment, that over the file. The first Ctrl-C lets open "
            + "requests finish, the second ends at once.%n%n"
            + "Exit code: 0 stopped with all requests finished, 1 some were cut off, 2 wrong usage, "
            + "3 model, 4 internal failure, 130 stopped at once.")
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as .properties or .json (default: HARK_CONFIG).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--new-key",
      paramLabel = "NAME",
      description = "Make an API key, add its hash to --api-keys-file, print it, and end.")
  private Optional<String> newKey = Optional.empty();

  @Mixin private ModelSource models;

  /** Adds a flag for every setting. */
  static final class SettingFlags implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      for (Setting setting : Setting.values()) {
        OptionSpec.Builder option =
            OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel(setting.kind().label())
                .description(description(setting));
        command.addOption(option.build());
      }
      return command;
    }

    private static String description(Setting setting) {
      String standard = setting.standard().isEmpty() ? "" : " (" + setting.standard() + ")";
      return setting.meaning() + standard + ".";
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerConfig config = config(System.getenv());
    if (newKey.isPresent()) {
      return makeKey(newKey.get(), config);
    }
    Path cache =
        config
            .optional(Setting.CACHE_DIR)
            .map(Path::of)
            .orElse(EngineOptions.create().cacheFolder());
    try (StopSignal _ = StopSignal.interrupting();
        HarkServer server = HarkServer.start(config, name -> models.folder(name, cache, false))) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(server.uri());
      out.flush();
      try {
        server.warmUp();
        new CountDownLatch(1).await();
      } catch (InterruptedException | CancellationException e) {
        Thread.interrupted(); // from here on we are stopping as we were asked to
      }
      return server.drain() ? ExitCode.OK : ExitCode.INPUT;
    }
  }

  /** What file, environment and flags say. */
  ServerConfig config(Map<String, String> environment) {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), "");
      if (spec.commandLine().getParseResult().hasMatchedOption(setting.flag())) {
        flags.put(setting, value);
      }
    }
    Optional<Path> source =
        file.or(() ->
            Optional.of(environment.getOrDefault("HARK_CONFIG", ""))
                .filter(name -> !name.isBlank())
                .map(Path::of));
    ServerConfig config = ConfigSources.read(source, environment, flags);
    boolean none =
        config.list(Setting.MODEL).isEmpty() && config.list(Setting.TEXT_MODEL).isEmpty();
    return none ? withBuiltIn(config) : config;
  }

  private static ServerConfig withBuiltIn(ServerConfig config) {
    ServerConfig built = config.with(Setting.MODEL, HarkMini.NAME);
    return built.list(Setting.ALIGNER).isEmpty()
        ? built.with(Setting.ALIGNER, HarkMiniAligner.NAME)
        : built;
  }

  private int makeKey(String name, ServerConfig config) throws IOException {
    Path keys =
        config
            .optional(Setting.API_KEYS_FILE)
            .map(Path::of)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no file for API keys given; name one with --api-keys-file"));
    String key = ApiKeys.create(name, keys);
    spec.commandLine().getOut().println(key);
    spec.commandLine()
        .getErr()
        .println("hark: keep this key, it is shown only now; %s has its hash".formatted(keys));
    return ExitCode.OK;
  }
}
