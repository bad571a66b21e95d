import org.jspecify.annotations.NullMarked;

/** Checkpoints, tokenizer, and the networks written against Ops. */
@NullMarked
module dev.hark.model {
  requires static org.jspecify;
  requires java.net.http;
  requires tools.jackson.databind;

  exports dev.hark.model;
  exports dev.hark.model.network;
  exports dev.hark.model.eval;
  exports dev.hark.model.hub;
  exports dev.hark.model.text;
  exports dev.hark.model.tokenizer;
}
