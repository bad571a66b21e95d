package dev.hark.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Examples from several manifests in the proportion of their weights, spliced and augmented. Each
 * manifest is gone through in another order each time round.
 */
public final class DataMixture implements ExampleSource, TimedExampleSource {
  private static final int HZ = 16_000;

  private final List<Part> parts;
  private final int weights;
  private final MixtureSettings settings;
  private final ClipStore store;
  private final Augmentation augmentation;
  private final BiasContext bias;

  private record Part(List<ManifestEntry> entries, ClipGroups groups, int weight) {}

  private DataMixture(List<Part> parts, MixtureSettings settings) {
    this.parts = parts;
    this.settings = settings;
    weights = parts.stream().mapToInt(Part::weight).sum();
    bias = new BiasContext(parts.stream().flatMap(part -> part.entries().stream()).toList());
    store = new ClipStore(settings.cacheBytes());
    augmentation =
        settings.augmentShare() > 0
            ? Augmentation.standard(Optional.of(this::anyone))
            : Augmentation.NONE;
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

  /** The languages of the recordings, "None" included, in the order of their names. */
  public List<String> languages() {
    return values(ManifestEntry::language);
  }

  /** The styles of the recordings, in the order of their names. */
  public List<String> styles() {
    return values(ManifestEntry::style);
  }

  private List<String> values(Function<ManifestEntry, String> field) {
    return parts.stream()
        .flatMap(part -> part.entries().stream())
        .map(field)
        .filter(value -> !value.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The recordings of which it is known when each word is said.
   *
   * @throws DataException if a manifest has none
   */
  public DataMixture withTimes() {
    List<Part> timed = new ArrayList<>();
    for (Part part : parts) {
      List<ManifestEntry> entries =
          part.entries().stream().filter(entry -> !entry.words().isEmpty()).toList();
      if (entries.isEmpty()) {
        throw new DataException(
            "%s: no line says when words are said; wanted \"words\" with times, as hark train synth writes them"
                .formatted(part.entries().getFirst().where()));
      }
      timed.add(new Part(entries, new ClipGroups(entries), part.weight()));
    }
    return new DataMixture(List.copyOf(timed), settings);
  }

  @Override
  public Example example(long index, RandomGenerator random) {
    return timed(index, random).example();
  }

  @Override
  public TimedExample timed(long index, RandomGenerator random) {
    int slot = (int) (index % weights);
    for (Part part : parts) {
      if (slot < part.weight()) {
        return timed(part, index / weights * part.weight() + slot, random);
      }
      slot -= part.weight();
    }
    throw new IllegalArgumentException("index is " + index + ", wanted at least 0");
  }

  private TimedExample timed(Part part, long position, RandomGenerator random) {
    int size = part.entries().size();
    ManifestEntry first =
        part.entries().get(Shuffle.at((int) (position % size), size, position / size));
    List<ManifestEntry> said = part.groups().choose(first, settings, random);
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
    Splicer.Joined joined =
        whole
            ? new Splicer.Joined(recordings.getFirst(), new int[1])
            : Splicer.join(recordings, random);
    boolean augmented =
        settings.augmentShare() == 1 || random.nextDouble() < settings.augmentShare();
    float[] changed = augmented ? augmentation.apply(joined.samples(), random) : joined.samples();
    // Of all changes only that of speed changes the length.
    double slower = (double) changed.length / joined.samples().length;
    SpeechSpans speech = speech(said, recordings, joined.shifts(), slower);
    Example example =
        new Example(
            first.where(),
            changed,
            joined.samples(),
            whole,
            ManifestEntry.answer(first.language(), text.toString()),
            context(first, text.toString(), random),
            new Labels(first.style(), Optional.of(speech)));
    return new TimedExample(example, words(said, joined.shifts(), slower));
  }

  /** The prompt of the manifest, and at times words below it, as hot words are given. */
  private String context(ManifestEntry first, String text, RandomGenerator random) {
    if (settings.biasShare() == 0 || random.nextDouble() >= settings.biasShare()) {
      return first.prompt();
    }
    String words = bias.of(first.language(), text, random);
    return first.prompt().isEmpty() || words.isEmpty()
        ? first.prompt() + words
        : first.prompt() + "\n" + words;
  }

  /** Where somebody speaks in recordings that were joined and stretched. */
  private static SpeechSpans speech(
      List<ManifestEntry> said, List<float[]> recordings, int[] shifts, double slower) {
    List<SpeechSpan> spans = new ArrayList<>();
    for (int i = 0; i < shifts.length; i++) {
      SpeechSpans spoken = said.get(i).speechIn(recordings.get(i));
      spans.addAll(spoken.shifted((double) shifts[i] / HZ).spans());
    }
    return SpeechSpans.bridged(spans).stretched(slower);
  }

  private static List<TimedWord> words(List<ManifestEntry> said, int[] shifts, double slower) {
    List<TimedWord> words = new ArrayList<>();
    for (int i = 0; i < shifts.length; i++) {
      if (said.get(i).words().isEmpty()) {
        return List.of();
      }
      double shift = (double) shifts[i] / HZ;
      for (TimedWord word : said.get(i).words()) {
        double start = Math.max(0, word.start() + shift) * slower;
        words.add(
            new TimedWord(word.text(), start, Math.max(start, (word.end() + shift) * slower)));
      }
    }
    return List.copyOf(words);
  }

  private float[] anyone(RandomGenerator random) {
    List<ManifestEntry> entries = parts.get(random.nextInt(parts.size())).entries();
    return store.samples(entries.get(random.nextInt(entries.size())));
  }
}
