package dev.hark.train.torch;

import dev.hark.model.network.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * A network's parameters and their gradients, 32-bit floats in one stretch of native memory each,
 * so that an optimiser or a checkpoint walks over all of them at once. Every parameter is a tensor
 * over its part of the memory.
 */
public final class Parameters implements ParameterSource, Weights, AutoCloseable {
  /**
   * Where a parameter lies.
   *
   * @param from index of its first element
   * @param shape not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Place(String name, long from, long count, long[] shape, boolean trained) {}

  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final MemorySegment values;
  private final MemorySegment gradients;

  /**
   * Parameters of zeros.
   *
   * @param shapes names and shapes, in the order of the memory
   * @param trained names of those that get gradients
   */
  public Parameters(Map<String, long[]> shapes, Predicate<String> trained) {
    long at = 0;
    for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
      long count = 1;
      for (long size : entry.getValue()) {
        count *= size;
      }
      String name = entry.getKey();
      places.put(name, new Place(name, at, count, entry.getValue(), trained.test(name)));
      at += (count + 15) / 16 * 16;
    }
    values = arena.allocate(at * Float.BYTES, ALIGNMENT);
    gradients = arena.allocate(at * Float.BYTES, ALIGNMENT);
    for (Place place : places.values()) {
      Tensor tensor = Tensors.over(part(values, place), place.shape());
      if (place.trained()) {
        tensor.set_requires_grad(true);
        tensor.mutable_grad().put(Tensors.over(part(gradients, place), place.shape()));
      }
      tensors.put(place.name(), tensor);
    }
  }

  private static MemorySegment part(MemorySegment memory, Place place) {
    return memory.asSlice(place.from() * Float.BYTES, place.count() * Float.BYTES);
  }

  /** All parameters in the order of the memory. */
  public Map<String, Place> places() {
    return Collections.unmodifiableMap(places);
  }

  /** All values; between two parameters may be a few zeros. */
  public MemorySegment values() {
    return values;
  }

  /** All gradients, laid out as the values; zero for parameters that are not trained. */
  public MemorySegment gradients() {
    return gradients;
  }

  /** Number of parameters. */
  public long count() {
    return places.values().stream().mapToLong(Place::count).sum();
  }

  @Override
  public Tensor parameter(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return tensor;
  }

  /** Sets a parameter. */
  public void set(String name, float[] from) {
    Place place = place(name);
    if (from.length != place.count()) {
      throw new IllegalArgumentException(
          "%s has %d values, wanted %d".formatted(name, from.length, place.count()));
    }
    MemorySegment.copy(
        from, 0, values, ValueLayout.JAVA_FLOAT, place.from() * Float.BYTES, from.length);
  }

  @Override
  public boolean contains(String name) {
    return places.containsKey(name);
  }

  @Override
  public void read(String name, long from, float[] into, int count) {
    long at = (place(name).from() + from) * Float.BYTES;
    MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, at, into, 0, count);
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
