package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Examples from several manifests in the proportion of their weights, spliced and augmented. Each
 * manifest is gone through in another order each time round.
 */
public final class DataMixture implements ExampleSource {
  private static final int HZ = 16_000;

  private final List<Part> parts;
  private final int weights;
  private final MixtureSettings settings;
  private final ClipStore store;
  private final Augmentation augmentation;

  private record Part(List<ManifestEntry> entries, ClipGroups groups, int weight) {}

  private DataMixture(List<Part> parts, MixtureSettings settings) {
    this.parts = parts;
    this.settings = settings;
    weights = parts.stream().mapToInt(Part::weight).sum();
    store = new ClipStore(settings.cacheBytes());
    augmentation =
        settings.augment() ? Augmentation.standard(Optional.of(this::anyone)) : Augmentation.NONE;
  }

  /**
   * Opens the manifests and looks at every recording.
   *
   * @param problems is told of each line that is left out
   * @throws DataException if there is a bad line and they are not to be skipped, or no good one
   */
  public static DataMixture open(
      List<WeightedManifest> manifests, MixtureSettings settings, Consumer<String> problems) {
    List<Part> parts = new ArrayList<>();
    for (WeightedManifest weighted : manifests) {
      Manifest manifest = Manifest.read(weighted.manifest(), settings.longestRecording());
      if (!settings.skipBad()) {
        var _ = manifest.strict();
      }
      manifest.problems().forEach(problems);
      if (manifest.entries().isEmpty()) {
        throw new DataException(weighted.manifest() + ": no usable line");
      }
      parts.add(
          new Part(manifest.entries(), new ClipGroups(manifest.entries()), weighted.weight()));
    }
    return new DataMixture(List.copyOf(parts), settings);
  }

  /** Number of recordings. */
  public int size() {
    return parts.stream().mapToInt(part -> part.entries().size()).sum();
  }

  @Override
  public Example example(long index, RandomGenerator random) {
    int slot = (int) (index % weights);
    for (Part part : parts) {
      if (slot < part.weight()) {
        return example(part, index / weights * part.weight() + slot, random);
      }
      slot -= part.weight();
    }
    throw new IllegalArgumentException("index is " + index + ", wanted at least 0");
  }

  private Example example(Part part, long position, RandomGenerator random) {
    int size = part.entries().size();
    ManifestEntry first =
        part.entries().get(Shuffle.at((int) (position % size), size, position / size));
    List<ManifestEntry> said = part.groups().choose(first, settings.joinProbability(), random);
    List<float[]> recordings = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String between = first.language().equals("Chinese") ? "" : " ";
    int length = 0;
    for (ManifestEntry entry : said) {
      float[] samples = store.samples(entry);
      length += samples.length;
      if (!recordings.isEmpty() && length > settings.longestSeconds() * HZ) {
        break;
      }
      text.append(recordings.isEmpty() ? "" : between).append(entry.text());
      recordings.add(samples);
    }
    boolean whole = recordings.size() == 1 && first.splice().isEmpty();
    float[] samples = whole ? recordings.getFirst() : Splicer.join(recordings, random);
    return new Example(
        first.where(),
        augmentation.apply(samples, random),
        samples,
        whole,
        ManifestEntry.answer(first.language(), text.toString()),
        first.prompt());
  }

  private float[] anyone(RandomGenerator random) {
    List<ManifestEntry> entries = parts.get(random.nextInt(parts.size())).entries();
    return store.samples(entries.get(random.nextInt(entries.size())));
  }
}
