import org.jspecify.annotations.NullMarked;

/** Speech to text inside the Java process: Transcriber and ForcedAligner. */
@NullMarked
module dev.hark.engine {
  requires static org.jspecify;
  requires transitive dev.hark.audio;
  requires transitive dev.hark.model;
  requires com.microsoft.onnxruntime;
  requires org.tribuo.util.onnx;
  requires com.google.protobuf;
  requires org.apache.lucene.analysis.kuromoji;
  requires org.apache.lucene.analysis.nori;
  requires org.apache.lucene.core;
  requires tools.jackson.databind;

  exports dev.hark.engine;
  exports dev.hark.engine.decode;
  exports dev.hark.engine.format;
  exports dev.hark.engine.synthetic;
}
