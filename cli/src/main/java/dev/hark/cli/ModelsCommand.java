package dev.hark.cli;

import dev.hark.model.hub.CachedModel;
import dev.hark.model.hub.FileCheck;
import dev.hark.model.hub.ModelHub;
import dev.hark.model.hub.ModelName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and changes which models are on this machine. */
@Command(
    name = "models",
    description = "List, download, check and remove models.",
    subcommands = {
      ModelsCommand.ListModels.class,
      ModelsCommand.Pull.class,
      ModelsCommand.Verify.class,
      ModelsCommand.Remove.class
    })
final class ModelsCommand implements Runnable {
  private static final String NAME_HELP =
      "Short name such as qwen3-asr-0.6b, or organization/name, with @revision if wanted";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "models: wanted one of list, pull, verify, rm");
  }

  private static ModelName parse(CommandSpec spec, String name) {
    try {
      return ModelName.parse(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static List<ModelName> parse(CommandSpec spec, List<String> names) {
    return names.stream().map(name -> parse(spec, name)).toList();
  }

  /** {@code hark models list}. */
  @Command(name = "list", aliases = "ls", description = "Show the models on this machine.")
  static final class ListModels implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final HubOptions options = new HubOptions();

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      List<CachedModel> models = options.open().list();
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("MODEL", "REVISION", "TYPE", "SIZE", "STATE"));
      for (CachedModel model : models) {
        rows.add(
            List.of(
                model.repository(),
                model.revisions().isEmpty()
                    ? model.commit().substring(0, Math.min(8, model.commit().length()))
                    : String.join(",", model.revisions()),
                model.type().isEmpty() ? "-" : model.type(),
                Sizes.of(model.sizeBytes()),
                model.complete() ? "ok" : "lacks " + String.join(", ", model.missing())));
      }
      TextTable.print(rows, out);
      if (models.isEmpty()) {
        out.println("none yet; download one with: hark models pull qwen3-asr-0.6b");
      }
      out.println();
      out.println("Short names:");
      for (Map.Entry<String, String> alias : new TreeMap<>(ModelName.aliases()).entrySet()) {
        out.printf("  %-26s %s%n", alias.getKey(), alias.getValue());
      }
      return ExitCode.OK;
    }
  }

  /** {@code hark models pull}. */
  @Command(name = "pull", description = "Download models, or mend and update those here.")
  static final class Pull implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final HubOptions options = new HubOptions();

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = NAME_HELP)
    private List<String> names = List.of();

    @Override
    public Integer call() {
      ModelHub hub = options.open();
      for (ModelName model : parse(spec, names)) {
        PrintWriter err = spec.commandLine().getErr();
        Path folder;
        try (PullProgress progress =
            new PullProgress(model.toString(), err, PullProgress.onTerminal())) {
          folder = hub.pull(model, progress);
        }
        spec.commandLine().getOut().println(folder);
      }
      return ExitCode.OK;
    }
  }

  /** {@code hark models verify}. */
  @Command(name = "verify", description = "Check the files of models against their hashes.")
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final HubOptions options = new HubOptions();

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = NAME_HELP)
    private List<String> names = List.of();

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      boolean whole = true;
      for (ModelName model : parse(spec, names)) {
        out.println(model);
        for (FileCheck check : options.open().verify(model)) {
          out.printf("  %-9s %s%n", describe(check.state()), check.file());
          whole &= check.state() == FileCheck.State.OK;
        }
      }
      if (!whole) {
        spec.commandLine()
            .getErr()
            .println("models: some files are not as published; mend them with: hark models pull");
      }
      return whole ? ExitCode.OK : ExitCode.MODEL;
    }

    private static String describe(FileCheck.State state) {
      return switch (state) {
        case OK -> "ok";
        case CHANGED -> "CHANGED";
        case MISSING -> "MISSING";
        case UNKNOWN -> "unchecked";
      };
    }
  }

  /** {@code hark models rm}. */
  @Command(name = "rm", description = "Remove models, or with @revision one revision of them.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final HubOptions options = new HubOptions();

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = NAME_HELP)
    private List<String> names = List.of();

    @Override
    public Integer call() {
      ModelHub hub = options.open();
      for (ModelName model : parse(spec, names)) {
        long freed = hub.remove(model);
        spec.commandLine().getOut().printf("Removed %s, %s free%n", model, Sizes.of(freed));
      }
      return ExitCode.OK;
    }
  }
}
