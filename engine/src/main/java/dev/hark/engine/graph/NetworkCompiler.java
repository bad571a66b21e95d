package dev.hark.engine.graph;

import dev.hark.engine.Precision;
import dev.hark.model.AudioEncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Turns networks into ONNX files that are quantised, optimised and packed for this machine. */
final class NetworkCompiler {
  /** Raised whenever the emitted graphs or the quantisation change. */
  static final int VERSION = 8;

  private final NetworkPlan plan;
  private final Recipe recipe;
  private final int threads;

  NetworkCompiler(NetworkPlan plan, Precision precision, int threads) {
    this.plan = plan;
    this.recipe = Recipe.of(precision);
    this.threads = threads;
  }

  /** Writes the model's networks into an empty folder. */
  void compile(Path directory) throws IOException {
    if (plan.audio().isPresent()) {
      AudioEncoderConfig audio = plan.audio().get();
      compile(
          directory,
          CompiledNetworks.STEM,
          (graph, ops) -> EncoderGraph.buildStem(graph, ops, audio));
      compile(
          directory,
          CompiledNetworks.ENCODER,
          (graph, ops) -> EncoderGraph.buildTransformer(graph, ops, audio));
    }
    compile(
        directory,
        CompiledNetworks.DECODER,
        (graph, ops) ->
            DecoderGraph.build(
                graph, ops, plan.decoder(), plan.text().hiddenSize(), plan.classes()));
  }

  private void compile(Path directory, String name, BiConsumer<OnnxGraph, OnnxOps> emit)
      throws IOException {
    if (recipe.precision() != Precision.F32) {
      // What ONNX Runtime 1.29 saves of packed block-quantised weights computes NaN, so it packs
      // them at every load and nothing is gained by letting it write the graph.
      emit(directory, name, emit);
      return;
    }
    String plain = name + ".plain";
    emit(directory, plain, emit);
    OnnxSession.optimize(
        CompiledNetworks.model(directory, plain),
        CompiledNetworks.model(directory, name),
        name + ".weights",
        threads);
    Files.delete(CompiledNetworks.model(directory, plain));
    Files.delete(directory.resolve(plain + ".weights"));
  }

  private void emit(Path directory, String name, BiConsumer<OnnxGraph, OnnxOps> emit)
      throws IOException {
    try (WeightFile weights = WeightFile.create(directory.resolve(name + ".weights"))) {
      OnnxGraph graph = new OnnxGraph(weights);
      emit.accept(graph, new OnnxOps(graph, plan.weights(), recipe));
      graph.write(CompiledNetworks.model(directory, name));
    }
  }
}
