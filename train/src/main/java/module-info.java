import org.jspecify.annotations.NullMarked;

/** Training: the networks with gradients, their data, and runs that survive a kill. */
@NullMarked
module dev.hark.train {
  requires static org.jspecify;
  requires transitive dev.hark.audio;
  requires transitive dev.hark.model;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;
  requires transitive org.bytedeco.pytorch;
  requires tools.jackson.databind;

  exports dev.hark.train.align;
  exports dev.hark.train.data;
  exports dev.hark.train.distill;
  exports dev.hark.train.run;
  exports dev.hark.train.synth;
  exports dev.hark.train.torch;
  exports dev.hark.train.vocabulary;
}
