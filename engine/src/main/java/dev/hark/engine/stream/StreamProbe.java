package dev.hark.engine.stream;

/** Hears how long each step of a session took, for measurements. */
@FunctionalInterface
public interface StreamProbe {
  /**
   * A step is done.
   *
   * @param heardSamples position in the stream
   * @param segmentSamples length of the segment so far
   * @param nanos how long it took, waiting for other sessions included
   * @param last whether it was the last one of its segment
   */
  void stepped(long heardSamples, int segmentSamples, long nanos, boolean last);

  static StreamProbe none() {
    return (_, _, _, _) -> {};
  }
}
