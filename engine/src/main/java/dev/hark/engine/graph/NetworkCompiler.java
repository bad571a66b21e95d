package dev.hark.engine.graph;

import dev.hark.engine.Precision;
import dev.hark.engine.graph.OnnxGraph.ElementType;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.network.AudioEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Turns networks into ONNX files that are quantised, optimised and packed for this machine. */
final class NetworkCompiler {
  /** Raised whenever the emitted graphs or the quantisation change. */
  static final int VERSION = 2;

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
      compile(directory, CompiledNetworks.ENCODER, graph -> emitEncoder(graph, audio));
    }
    compile(directory, CompiledNetworks.DECODER, this::emitDecoder);
  }

  private void emitEncoder(OnnxGraph graph, AudioEncoderConfig audio) {
    graph.input(
        EncoderGraph.MEL,
        ElementType.FLOAT,
        "chunks",
        1,
        audio.melBins(),
        AudioEncoder.CHUNK_FRAMES);
    graph.input(EncoderGraph.TOKEN_ROWS, ElementType.INT64, "windows", "tokens");
    String encoded =
        new AudioEncoder(audio)
            .forward(
                new OnnxOps(graph, plan.weights(), recipe),
                EncoderGraph.MEL,
                EncoderGraph.TOKEN_ROWS);
    graph.node("", "Identity", List.of(encoded), List.of(EncoderGraph.AUDIO));
    graph.output(EncoderGraph.AUDIO, ElementType.FLOAT, "windows", "tokens", audio.outputSize());
  }

  private void emitDecoder(OnnxGraph graph) {
    OnnxOps ops = new OnnxOps(graph, plan.weights(), recipe);
    DecoderGraph.build(graph, ops, plan.decoder(), plan.text().hiddenSize(), plan.classes());
  }

  private void compile(Path directory, String name, Consumer<OnnxGraph> emit) throws IOException {
    Path plain = directory.resolve(name + ".plain.onnx");
    Path plainWeights = directory.resolve(name + ".plain.weights");
    try (WeightFile weights = WeightFile.create(plainWeights)) {
      OnnxGraph graph = new OnnxGraph(weights);
      emit.accept(graph);
      graph.write(plain);
    }
    OnnxSession.optimize(
        plain, CompiledNetworks.model(directory, name), name + ".weights", threads);
    Files.delete(plain);
    Files.delete(plainWeights);
  }
}
