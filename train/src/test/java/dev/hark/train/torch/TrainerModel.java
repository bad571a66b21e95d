package dev.hark.train.torch;

import dev.hark.audio.MelSpectrogram;
import dev.hark.model.AsrConfig;
import dev.hark.model.text.Prompt;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The networks as the trainer runs them, in 32-bit floats. */
record TrainerModel(AsrConfig config, ParameterSource parameters) {
  /** Audio embeddings, {@code [tokens, hidden]}. */
  float[] encode(MelSpectrogram mel) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      return Tensors.toFloats(encoded(new TorchOps(parameters, ScalarType.Float), mel));
    }
  }

  /** Scores of the token behind a prompt. */
  float[] scores(MelSpectrogram mel, Prompt prompt) {
    try (NoGradGuard _ = new NoGradGuard();
        PointerScope _ = new PointerScope()) {
      TorchOps ops = new TorchOps(parameters, ScalarType.Float);
      TokenBatch batch = TokenBatch.asking(List.of(prompt), List.of(new int[0]));
      return Tensors.toFloats(new SpeechNetwork(config).scores(ops, encoded(ops, mel), batch));
    }
  }

  private Tensor encoded(TorchOps ops, MelSpectrogram mel) {
    return new SpeechNetwork(config).encode(ops, AudioBatch.of(List.of(mel), config.audio()));
  }
}
