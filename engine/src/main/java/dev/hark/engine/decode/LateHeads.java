package dev.hark.engine.decode;

import dev.hark.engine.graph.HeadNetwork;
import dev.hark.model.EncoderHeads;
import dev.hark.model.HeadsConfig;
import java.util.Optional;

/**
 * The heads beside a model, whose network is made when it is first wanted: beside a small model's
 * start it takes long, and most runs do without.
 */
final class LateHeads implements AutoCloseable {
  private final EncoderHeads weights;
  private Optional<HeadNetwork> network = Optional.empty();

  LateHeads(EncoderHeads weights) {
    this.weights = weights;
  }

  HeadsConfig config() {
    return weights.config();
  }

  synchronized HeadNetwork network() {
    if (network.isEmpty()) {
      network = Optional.of(HeadNetwork.open(config(), weights));
    }
    return network.get();
  }

  @Override
  public synchronized void close() {
    network.ifPresent(HeadNetwork::close);
    weights.close();
  }
}
