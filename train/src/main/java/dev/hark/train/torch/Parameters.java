package dev.hark.train.torch;

import dev.hark.model.Checkpoint;
import dev.hark.model.DataType;
import dev.hark.model.network.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.bytedeco.pytorch.Tensor;

/**
 * A network's parameters. Those that are trained and their gradients are 32-bit floats in one
 * stretch of native memory each, so that an optimiser or a checkpoint walks over all of them at
 * once. Frozen ones have no gradients, and frozen matrices of a checkpoint cost no memory of their
 * own: they are read where the file is mapped, in its number format. Every parameter is a tensor
 * over its part of the memory.
 */
public final class Parameters implements ParameterSource, Weights, AutoCloseable {
  /**
   * Where a parameter lies.
   *
   * @param from index of its first element in {@link #values}; no meaning if it is frozen
   * @param shape not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Place(String name, long from, long count, long[] shape, boolean trained) {}

  private static final long ALIGNMENT = 64;
  private static final long SLICE = 1 << 26;

  private final Arena arena = Arena.ofShared();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, MemorySegment> frozen = new LinkedHashMap<>();
  private final Map<String, dev.hark.model.Tensor> mapped = new HashMap<>();
  private final MemorySegment values;
  private final MemorySegment gradients;

  /**
   * Parameters of zeros.
   *
   * @param shapes names and shapes, in the order of the memory
   * @param trained names of those that get gradients
   */
  public Parameters(Map<String, long[]> shapes, Predicate<String> trained) {
    this(shapes, trained, Optional.empty());
  }

  /**
   * Parameters of zeros, but for frozen matrices, which are those of a checkpoint.
   *
   * @param shapes names and shapes, in the order of the memory
   * @param trained names of those that get gradients
   * @param checkpoint not to be closed before this
   */
  public Parameters(
      Map<String, long[]> shapes, Predicate<String> trained, Optional<Checkpoint> checkpoint) {
    long at = 0;
    for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
      long count = 1;
      for (long size : entry.getValue()) {
        count *= size;
      }
      String name = entry.getKey();
      boolean learns = trained.test(name);
      places.put(name, new Place(name, at, count, entry.getValue(), learns));
      at += learns ? (count + 15) / 16 * 16 : 0;
    }
    values = arena.allocate(at * Float.BYTES, ALIGNMENT);
    gradients = arena.allocate(at * Float.BYTES, ALIGNMENT);
    for (Place place : places.values()) {
      tensors.put(place.name(), place.trained() ? trained(place) : frozen(place, checkpoint));
    }
  }

  private Tensor trained(Place place) {
    Tensor tensor = Tensors.over(part(values, place), place.shape());
    tensor.set_requires_grad(true);
    tensor.mutable_grad().put(Tensors.over(part(gradients, place), place.shape()));
    return tensor;
  }

  private Tensor frozen(Place place, Optional<Checkpoint> checkpoint) {
    Optional<dev.hark.model.Tensor> matrix =
        checkpoint
            .flatMap(weights -> weights.find(place.name()))
            .filter(stored -> place.shape().length == 2 && stored.hasShape(place.shape()))
            .filter(stored -> stored.type() == DataType.BF16 || stored.type() == DataType.F32)
            // Files may have any alignment, processors and kernels may not.
            .filter(stored -> stored.segment().address() % Float.BYTES == 0);
    if (matrix.isPresent()) {
      dev.hark.model.Tensor stored = matrix.get();
      mapped.put(place.name(), stored);
      frozen.put(place.name(), stored.segment());
      return stored.type() == DataType.BF16
          ? Tensors.overBrains(stored.segment(), place.shape())
          : Tensors.over(stored.segment(), place.shape());
    }
    MemorySegment memory = arena.allocate(place.count() * Float.BYTES, ALIGNMENT);
    frozen.put(place.name(), memory);
    return Tensors.over(memory, place.shape());
  }

  private static MemorySegment part(MemorySegment memory, Place place) {
    return memory.asSlice(place.from() * Float.BYTES, place.count() * Float.BYTES);
  }

  /** All parameters in the order of the memory. */
  public Map<String, Place> places() {
    return Collections.unmodifiableMap(places);
  }

  /** All values that are trained; between two parameters may be a few zeros. */
  public MemorySegment values() {
    return values;
  }

  /** All gradients, laid out as the values. */
  public MemorySegment gradients() {
    return gradients;
  }

  /** Number of parameters. */
  public long count() {
    return places.values().stream().mapToLong(Place::count).sum();
  }

  /** Number of elements of a parameter. */
  public int count(String name) {
    return Math.toIntExact(place(name).count());
  }

  @Override
  public Tensor parameter(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return tensor;
  }

  /** Number of parameters that are trained. */
  public long trainedCount() {
    return places.values().stream().filter(Place::trained).mapToLong(Place::count).sum();
  }

  /** A checksum of all frozen values, as they are stored; reads all of them. */
  public long frozenChecksum() {
    CRC32C sum = new CRC32C();
    for (MemorySegment memory : frozen.values()) {
      for (long at = 0; at < memory.byteSize(); at += SLICE) {
        sum.update(memory.asSlice(at, Math.min(SLICE, memory.byteSize() - at)).asByteBuffer());
      }
    }
    return sum.getValue();
  }

  /** Whether a parameter is read where a checkpoint is mapped, so that it cannot be set. */
  public boolean isMapped(String name) {
    return mapped.containsKey(name);
  }

  /** Sets a parameter. */
  public void set(String name, float[] from) {
    Place place = place(name);
    if (from.length != place.count()) {
      throw new IllegalArgumentException(
          "%s has %d values, wanted %d".formatted(name, from.length, place.count()));
    }
    if (isMapped(name)) {
      throw new IllegalArgumentException(name + " is mapped from a checkpoint");
    }
    MemorySegment.copy(from, 0, memory(place), ValueLayout.JAVA_FLOAT, 0, from.length);
  }

  @Override
  public boolean contains(String name) {
    return places.containsKey(name);
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    dev.hark.model.Tensor stored = mapped.get(name);
    if (stored != null) {
      stored.copyFloats(from, into, 0, count);
    } else {
      MemorySegment memory = memory(place(name));
      MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, into, 0, count);
    }
  }

  private MemorySegment memory(Place place) {
    MemorySegment kept = frozen.get(place.name());
    return kept == null ? part(values, place) : kept;
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return place;
  }

  /** Frees the memory; no tensor may be used after that. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    arena.close();
  }
}
