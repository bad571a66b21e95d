package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.engine.Precision;
import dev.hark.engine.graph.CompiledNetworks;
import dev.hark.engine.graph.DecoderNetwork;
import dev.hark.engine.graph.EncoderNetwork;
import dev.hark.engine.graph.NetworkPlan;
import dev.hark.engine.graph.RunControl;
import dev.hark.model.Checkpoint;
import dev.hark.model.text.Prompt;
import java.nio.file.Path;

/** The networks of a model folder as the engine runs them, in 32-bit floats. */
final class EngineModel implements AutoCloseable {
  private final Checkpoint checkpoint;
  private final NetworkPlan plan;
  private final EncoderNetwork encoder;
  private final DecoderNetwork decoder;
  private final RunControl control = RunControl.create();

  /**
   * Opens a model folder.
   *
   * @param cache folder for the compiled networks
   */
  EngineModel(Path folder, Path cache) {
    checkpoint = Checkpoint.open(folder);
    plan = NetworkPlan.of(checkpoint);
    CompiledNetworks compiled = CompiledNetworks.open(plan, Precision.F32, cache, 1);
    encoder = EncoderNetwork.open(plan, compiled, 1);
    decoder = DecoderNetwork.open(plan, compiled, 1, 1);
  }

  /** Audio embeddings, {@code [tokens, hidden]}. */
  float[] encode(MelSpectrogram mel) {
    return encoder.encode(mel, control);
  }

  /** Scores of the token behind a prompt with these audio embeddings. */
  float[] scores(float[] audio, Prompt prompt) {
    int hidden = plan.text().hiddenSize();
    float[] embeddings = new float[prompt.length() * hidden]; // [time, hidden]
    int[] ids = prompt.ids();
    float[] row = new float[hidden];
    for (int i = 0; i < ids.length; i++) {
      plan.weights().read(NetworkPlan.EMBEDDING, (long) ids[i] * hidden, row, hidden);
      System.arraycopy(row, 0, embeddings, i * hidden, hidden);
    }
    System.arraycopy(audio, 0, embeddings, prompt.audioFrom() * hidden, audio.length);
    decoder.truncate(0, 0);
    return decoder.extend(0, embeddings, new int[] {prompt.length() - 1}, control);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    control.close();
    checkpoint.close();
  }
}
