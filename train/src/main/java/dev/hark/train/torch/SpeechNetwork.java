package dev.hark.train.torch;

import dev.hark.model.AlignerConfig;
import dev.hark.model.AsrConfig;
import dev.hark.model.AudioEncoderConfig;
import dev.hark.model.TextDecoderConfig;
import dev.hark.model.network.AudioEncoder;
import dev.hark.model.network.TextDecoder;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A speech model's encoder and decoder over batches, the same definitions that the engine runs. */
final class SpeechNetwork {
  private static final String PREFIX = "model.language_model.";
  private static final String EMBEDDING = PREFIX + "embed_tokens";

  private final AudioEncoderConfig audio;
  private final TextDecoderConfig text;
  private final AudioEncoder encoder;
  private final TextDecoder decoder;

  /** The networks of a recogniser, whose head names tokens. */
  SpeechNetwork(AsrConfig config) {
    this(
        config.audio(),
        config.text(),
        config.text().tiedHead() ? EMBEDDING : "lm_head",
        config.text().vocabularySize());
  }

  /** The networks of a forced aligner, whose head names times. */
  SpeechNetwork(AlignerConfig config) {
    this(config.audio(), config.text(), "score", config.classes());
  }

  private SpeechNetwork(
      AudioEncoderConfig audio, TextDecoderConfig text, String head, int outputs) {
    this.audio = audio;
    this.text = text;
    this.encoder = new AudioEncoder(audio);
    this.decoder = new TextDecoder(text, PREFIX, head, outputs);
  }

  /** Audio embeddings of all clips, one clip after the other: {@code [tokens, hidden]}. */
  Tensor encode(TorchOps ops, AudioBatch batch) {
    Tensor mel =
        Tensors.floats(
            batch.chunks(), batch.chunkCount(), 1, batch.bands(), AudioEncoder.CHUNK_FRAMES);
    Tensor stem = encoder.stem(ops, mel).flatten(0, 1); // [chunks * 13, width]
    TensorVector results = new TensorVector();
    for (WindowGroup group : batch.groups()) {
      results.push_back(transform(ops, stem, group));
    }
    Tensor all = results.size() == 1 ? results.get(0) : torch.cat(results, 0);
    return ops.rows(all, Tensors.longs(batch.rows(), batch.rows().length));
  }

  private Tensor transform(TorchOps ops, Tensor stem, WindowGroup group) {
    Tensor rows = Tensors.longs(group.rows(), group.rows().length);
    Tensor windows =
        stem.index_select(0, rows).reshape(group.windows(), group.tokens(), audio.width());
    float[] mask = group.mask();
    ops.maskAttention(
        mask == null ? null : Tensors.floats(mask, group.windows(), 1, 1, group.tokens()));
    Tensor embeddings = encoder.transformer(ops, windows);
    ops.maskAttention(null);
    return embeddings.flatten(0, 1); // [windows * tokens, hidden]
  }

  /**
   * Scores of the tokens asked for: {@code [asked, vocabulary]}.
   *
   * @param audio what {@link #encode} gave for the same clips
   */
  Tensor scores(TorchOps ops, Tensor audio, TokenBatch batch) {
    Tensor table = ops.parameter(EMBEDDING + ".weight");
    Tensor ids = Tensors.longs(batch.ids(), batch.ids().length);
    Tensor embeddings = ops.residual(ops.rows(table, ids)); // [sequences * time, hidden]
    Tensor places = Tensors.longs(batch.audioRows(), batch.audioRows().length);
    Tensor filled = embeddings.index_copy(0, places, audio.to(embeddings.scalar_type()));
    Tensor outputs = Tensors.longs(batch.outputRows(), batch.outputRows().length);
    Tensor shaped = filled.reshape(batch.sequences(), batch.time(), text.hiddenSize());
    return decoder.forward(ops, shaped, outputs);
  }
}
