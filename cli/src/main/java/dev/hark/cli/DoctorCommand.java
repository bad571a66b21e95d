package dev.hark.cli;

import dev.hark.model.hub.CachedModel;
import dev.hark.model.hub.ModelHub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks whether everything is there that transcribing needs. */
@Command(
    name = "doctor",
    description = "Check this machine: processor, memory, folders, decoder, models.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = "Exit code: 0 if nothing is bad, else 1.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private HubOptions hub;
  @Mixin private EngineFlags engine;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Machine.java());
    findings.add(Machine.processor());
    findings.add(Machine.memory());
    findings.add(Machine.encoding());
    findings.add(Libraries.onnxRuntime());
    findings.add(Libraries.decoder());
    findings.add(Folders.compiledModels(engine.options().cacheFolder()));
    findings.addAll(models());
    findings.addAll(Machine.variables(System.getenv()));
    findings.forEach(finding -> spec.commandLine().getOut().println(finding.line()));
    spec.commandLine().getOut().flush();
    return findings.stream().anyMatch(finding -> finding.state() == Finding.State.BAD)
        ? ExitCode.INPUT
        : ExitCode.OK;
  }

  private List<Finding> models() {
    Path home = Path.of(System.getProperty("user.home", "."));
    try {
      Path folder = hub.settings(System.getenv(), home).cacheFolder();
      List<Finding> findings = new ArrayList<>(List.of(Folders.downloads(folder)));
      List<CachedModel> models = ModelHub.create(hub.settings(System.getenv(), home)).list();
      for (CachedModel model : models) {
        findings.add(
            model.complete()
                ? Finding.ok("model", model.repository() + ", " + Sizes.of(model.sizeBytes()))
                : Finding.warn(
                    "model",
                    "%s lacks %s; mend it with: hark models pull %s"
                        .formatted(
                            model.repository(),
                            String.join(", ", model.missing()),
                            model.repository())));
      }
      if (models.isEmpty()) {
        findings.add(
            Finding.warn("model", "none yet; get one with: hark models pull qwen3-asr-0.6b"));
      }
      return findings;
    } catch (RuntimeException e) { // whatever it is, the other findings matter too
      return List.of(Finding.bad("models", Failures.reason(e)));
    }
  }
}
