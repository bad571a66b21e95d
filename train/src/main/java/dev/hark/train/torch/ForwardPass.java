package dev.hark.train.torch;

import dev.hark.model.network.Linear;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What one pass through the network computed, inside the pass's pointer scope. */
public final class ForwardPass {
  private final TorchOps ops;
  private final SpeechBatch batch;
  private final Tensor scores;

  ForwardPass(TorchOps ops, SpeechBatch batch, Tensor scores) {
    this.ops = ops;
    this.batch = batch;
    this.scores = scores;
  }

  /**
   * Scores of every answer token, one clip after the other: {@code [answer tokens, vocabulary]}.
   */
  public Tensor scores() {
    return scores;
  }

  /** A layer applied to a tensor, with the parameters of the pass. */
  public Tensor linear(Tensor x, Linear layer) {
    return ops.linear(x, layer);
  }

  /** Inputs of a watched norm of the encoder at each audio token: {@code [tokens, width]}. */
  public Tensor encoderStates(String norm) {
    List<Tensor> groups = ops.seen(norm).stream().map(x -> x.flatten(0, 1)).toList();
    Tensor all = groups.size() == 1 ? groups.getFirst() : cat(groups);
    long[] rows = batch.audio().rows();
    return all.index_select(0, Tensors.longs(rows, rows.length));
  }

  /**
   * Inputs of a watched norm of the decoder where answer tokens are asked for: {@code [answer
   * tokens, hidden]}.
   */
  public Tensor decoderStates(String norm) {
    Tensor states = ops.seen(norm).getFirst();
    long[] rows = batch.tokens().outputRows();
    // Behind the last layer the others are gone already.
    return states.dim() == 2
        ? states
        : states.flatten(0, 1).index_select(0, Tensors.longs(rows, rows.length));
  }

  private static Tensor cat(List<Tensor> parts) {
    TensorVector vector = new TensorVector();
    parts.forEach(vector::push_back);
    return torch.cat(vector, 0);
  }
}
