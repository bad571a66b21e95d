package dev.hark.train.synth;

import dev.hark.audio.Wav;
import dev.hark.train.data.DataException;
import dev.hark.train.data.Levels;
import dev.hark.train.data.SpeechLevel;
import dev.hark.train.data.SpeechSpan;
import dev.hark.train.data.SpeechSpans;
import dev.hark.train.data.TimedWord;
import dev.hark.train.data.VoiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Makes a folder of synthetic clips with their manifest. */
public final class SynthRun {
  private static final int HZ = 16_000;
  private static final int FESTIVAL_BATCH = 40;
  private static final int CHUNK = 16;
  private static final String NOBODY = VoiceKind.NONE.label();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SynthSettings settings;
  private final Voices voices;

  private SynthRun(SynthSettings settings, Voices voices) {
    this.settings = settings;
    this.voices = voices;
  }

  /**
   * Finds the synthesisers of this machine.
   *
   * @throws DataException if there are none
   */
  public static SynthRun create(SynthSettings settings) {
    String path = System.getenv().getOrDefault("PATH", "");
    return create(settings, path);
  }

  static SynthRun create(SynthSettings settings, String searchPath) {
    return new SynthRun(
        settings,
        Voices.find(settings.voices(), Voice.Program.named(settings.synthesizers()), searchPath));
  }

  /** Which voices are used, for people. */
  public String describeVoices() {
    return voices.describe();
  }

  /** How to get voices that are not here, a line of text; empty if all synthesisers are. */
  public Optional<String> adviceOnVoices() {
    return voices.advice();
  }

  /**
   * Makes all clips, then the manifest.
   *
   * @param progress is told how many more clips are done; called by several threads
   * @return the manifest
   * @throws DataException if a synthesiser fails
   * @throws InterruptedException if interrupted; there is no manifest then
   */
  public Path run(IntConsumer progress) throws IOException, InterruptedException {
    Files.createDirectories(settings.out());
    String[] lines = new String[settings.clips()];
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            settings.threads(), Thread.ofPlatform().name("synth-", 0).daemon().factory())) {
      List<Future<?>> jobs = new ArrayList<>();
      for (List<PlannedClip> job : jobs()) {
        jobs.add(
            pool.submit(() -> {
              make(job, lines);
              progress.accept(job.size());
              return null;
            }));
      }
      try {
        for (Future<?> job : jobs) {
          job.get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        if (e.getCause() instanceof DataException data) {
          throw data;
        }
        throw new DataException(String.valueOf(e.getCause()), e);
      } finally {
        pool.shutdownNow(); // else closing it would wait for all that is left after a failure
      }
    }
    Path manifest = settings.out().resolve("manifest.jsonl");
    Files.writeString(manifest, String.join("\n", lines) + "\n");
    return manifest;
  }

  /** Festival's clips by voice, all others a few at a time. */
  private List<List<PlannedClip>> jobs() {
    Map<String, List<PlannedClip>> open = new LinkedHashMap<>();
    List<List<PlannedClip>> jobs = new ArrayList<>();
    IntStream.range(0, settings.clips())
        .mapToObj(index -> PlannedClip.of(settings, voices, index))
        .forEach(clip -> {
          boolean festival =
              clip.utterance().filter(u -> u.voice().program().festival()).isPresent();
          String key = festival ? clip.utterance().orElseThrow().voice().name() : "";
          List<PlannedClip> job = open.computeIfAbsent(key, k -> new ArrayList<>());
          job.add(clip);
          if (job.size() == (festival ? FESTIVAL_BATCH : CHUNK)) {
            jobs.add(job);
            open.remove(key);
          }
        });
    jobs.addAll(open.values());
    return jobs;
  }

  private void make(List<PlannedClip> clips, String[] lines) throws IOException {
    List<Utterance> utterances = clips.stream().flatMap(clip -> clip.utterance().stream()).toList();
    boolean batch =
        !utterances.isEmpty() && utterances.stream().allMatch(u -> u.voice().program().festival());
    List<Speech> said = new ArrayList<>();
    if (batch) {
      said.addAll(voices.synthesizer(utterances.getFirst().voice().program()).say(utterances));
    } else {
      for (Utterance utterance : utterances) {
        said.addAll(voices.synthesizer(utterance.voice().program()).say(List.of(utterance)));
      }
    }
    int next = 0;
    for (PlannedClip clip : clips) {
      SplittableRandom random = new SplittableRandom(clip.seed());
      if (clip.utterance().isEmpty()) {
        lines[clip.index()] = write(clip, new Speech(SpeechlessClip.make(random), List.of()));
      } else {
        Speech speech = said.get(next++);
        if (Levels.peak(speech.samples()) < 1e-3) {
          throw new DataException(
              clip.utterance().orElseThrow() + ": the synthesiser said nothing");
        }
        lines[clip.index()] = write(clip, ClipFinish.apply(speech, random));
      }
    }
  }

  private String write(PlannedClip clip, Speech speech) throws IOException {
    String name = "wav/%03d/%06d-%s.wav".formatted(clip.index() / 1000, clip.index(), clip.label());
    Path file = settings.out().resolve(name);
    Files.createDirectories(file.getParent());
    Wav.write(file, speech.samples());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("audio", name);
    String language = clip.utterance().map(u -> u.phrase().language()).orElse("None");
    String text = clip.utterance().map(u -> u.phrase().text()).orElse("");
    line.put("text", "language " + language + "<asr_text>" + text);
    clip.utterance().ifPresent(u -> line.put("voice", u.voice().label()));
    if (!clip.splice().isEmpty()) {
      line.put("splice", clip.splice());
    }
    line.put("seconds", Math.round(1000.0 * speech.samples().length / HZ) / 1000.0);
    line.put("style", clip.utterance().map(Utterance::voice).map(SynthRun::style).orElse(NOBODY));
    SpeechSpans spoken =
        clip.utterance().isPresent() ? SpeechLevel.find(speech.samples()) : SpeechSpans.NONE;
    line.put("vad", spoken.spans().stream().map(SynthRun::json).toList());
    if (!speech.words().isEmpty()) {
      line.put("words", speech.words().stream().map(SynthRun::json).toList());
    }
    return JSON.writeValueAsString(line);
  }

  private static String style(Voice voice) {
    return VoiceKind.of(voice.label()).map(VoiceKind::label).orElse("");
  }

  private static Map<String, Object> json(TimedWord word) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("text", word.text());
    fields.putAll(json(new SpeechSpan(word.start(), word.end())));
    return fields;
  }

  private static Map<String, Object> json(SpeechSpan span) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("start", Math.round(span.start() * 1000) / 1000.0);
    fields.put("end", Math.round(span.end() * 1000) / 1000.0);
    return fields;
  }
}
