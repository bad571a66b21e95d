package dev.hark.engine.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.hark.engine.InferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** One graph loaded into ONNX Runtime. Its owner closes it; runs may not overlap a close. */
final class OnnxSession implements AutoCloseable {
  static final OrtEnvironment ENVIRONMENT = OnnxEnvironment.start();

  private final OrtSession session;

  private OnnxSession(OrtSession session) {
    this.session = session;
  }

  /**
   * Loads a graph.
   *
   * @param optimized whether the file holds what {@link #optimize} made of it
   */
  static OnnxSession open(Path model, boolean optimized, int threads) {
    try (OrtSession.SessionOptions options = options(threads)) {
      options.setOptimizationLevel(
          optimized
              ? OrtSession.SessionOptions.OptLevel.NO_OPT
              : OrtSession.SessionOptions.OptLevel.ALL_OPT);
      OnnxSession session = new OnnxSession(ENVIRONMENT.createSession(model.toString(), options));
      FreeMemory.release(); // what packing the weights took
      return session;
    } catch (OrtException e) {
      throw new InferenceException(
          "cannot load the compiled network " + model + ": " + e.getMessage(), e);
    }
  }

  /** Loads a small graph that holds its weights itself. */
  static OnnxSession open(byte[] model, int threads) {
    try (OrtSession.SessionOptions options = options(threads)) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      return new OnnxSession(ENVIRONMENT.createSession(model, options));
    } catch (OrtException e) {
      throw new InferenceException("cannot load a network: " + e.getMessage(), e);
    }
  }

  /**
   * Optimises a graph for this machine and writes it with its weights packed the way the kernels
   * want them, so that later loads map the file instead of packing again.
   */
  static void optimize(Path model, Path optimized, String weightFileName, int threads)
      throws IOException {
    try (OrtSession.SessionOptions options = options(threads)) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setOptimizedModelFilePath(optimized.toString());
      options.addConfigEntry(
          "session.optimized_model_external_initializers_file_name", weightFileName);
      options.addConfigEntry(
          "session.optimized_model_external_initializers_min_size_in_bytes", "1024");
      options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
      ENVIRONMENT.createSession(model.toString(), options).close();
    } catch (OrtException e) {
      throw new IOException(
          "ONNX Runtime stopped while it optimised and wrote " + optimized.getFileName(), e);
    }
  }

  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // Plans of memory are made, and kept, for each shape of inputs: of a prompt every length is
    // one.
    options.setMemoryPatternOptimization(false);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs, RunControl control) {
    return run(inputs, outputs, Map.of(), control);
  }

  /**
   * Runs the graph.
   *
   * @param outputs outputs to allocate
   * @param pinned outputs to write in place
   */
  OrtSession.Result run(
      Map<String, OnnxTensor> inputs,
      Set<String> outputs,
      Map<String, OnnxTensor> pinned,
      RunControl control) {
    try {
      return session.run(inputs, outputs, pinned, control.options());
    } catch (OrtException e) {
      throw new InferenceException("the network failed: " + e.getMessage(), e);
    }
  }

  /** The values of an output; valid until the result is closed. */
  static FloatBuffer floats(OrtSession.Result result, String name) {
    OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
    return tensor.getFloatBuffer();
  }

  static OnnxTensor tensor(FloatBuffer data, long... shape) {
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, data, shape);
    } catch (OrtException e) {
      throw new InferenceException("cannot make a tensor: " + e.getMessage(), e);
    }
  }

  static OnnxTensor tensor(ByteBuffer data, OnnxJavaType type, long... shape) {
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, data, shape, type);
    } catch (OrtException e) {
      throw new InferenceException("cannot make a tensor: " + e.getMessage(), e);
    }
  }

  static OnnxTensor tensor(LongBuffer data, long... shape) {
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, data, shape);
    } catch (OrtException e) {
      throw new InferenceException("cannot make a tensor: " + e.getMessage(), e);
    }
  }

  static OnnxTensor tensor(IntBuffer data, long... shape) {
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, data, shape);
    } catch (OrtException e) {
      throw new InferenceException("cannot make a tensor: " + e.getMessage(), e);
    }
  }

  static OnnxTensor tensor(boolean value) {
    try {
      return OnnxTensor.createTensor(ENVIRONMENT, value);
    } catch (OrtException e) {
      throw new InferenceException("cannot make a tensor: " + e.getMessage(), e);
    }
  }

  static FloatBuffer floats(int count) {
    return bytes(count * Float.BYTES).asFloatBuffer();
  }

  static IntBuffer ints(int... values) {
    return bytes(values.length * Integer.BYTES).asIntBuffer().put(0, values);
  }

  static LongBuffer longs(long... values) {
    return bytes(values.length * Long.BYTES).asLongBuffer().put(0, values);
  }

  /** Native memory in the machine's order of bytes, cleared. */
  static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("cannot close a network: " + e.getMessage(), e);
    }
  }
}
