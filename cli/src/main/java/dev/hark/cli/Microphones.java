package dev.hark.cli;

import dev.hark.audio.AudioException;
import dev.hark.audio.PcmStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;

/** The microphones of this machine. */
final class Microphones {
  /** Tried in turn: not every device can record at the rate of the models. */
  private static final int[] RATES_HZ = {PcmStream.SAMPLE_RATE_HZ, 48_000, 44_100};

  private Microphones() {}

  /** Names of all devices that record. */
  static List<String> names() {
    return recording().stream().map(Mixer.Info::getName).toList();
  }

  private static List<Mixer.Info> recording() {
    List<Mixer.Info> found = new ArrayList<>();
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      Mixer mixer = AudioSystem.getMixer(info);
      for (int rate : RATES_HZ) {
        if (mixer.isLineSupported(line(rate))) {
          found.add(info);
          break;
        }
      }
    }
    return found;
  }

  private static AudioFormat format(int rateHz) {
    return new AudioFormat(rateHz, 16, 1, true, false);
  }

  private static DataLine.Info line(int rateHz) {
    return new DataLine.Info(TargetDataLine.class, format(rateHz));
  }

  /**
   * Starts to record.
   *
   * @param name part of the device's name, in any case; empty for the first device
   * @throws AudioException if there is none, or it cannot be used
   */
  static SoundInput open(Optional<String> name) {
    List<Mixer.Info> all = recording();
    if (all.isEmpty()) {
      throw new AudioException(
          AudioException.Kind.MISSING,
          "this machine has no microphone that Java can use; pipe sound in instead: arecord -t raw -f S16_LE -r 16000 | hark listen -");
    }
    Mixer.Info chosen = name.map(part -> named(all, part)).orElseGet(all::getFirst);
    for (int rate : RATES_HZ) {
      if (AudioSystem.getMixer(chosen).isLineSupported(line(rate))) {
        return open(chosen, rate);
      }
    }
    throw new AudioException(
        AudioException.Kind.UNSUPPORTED, chosen.getName() + ": records at none of the usual rates");
  }

  private static Mixer.Info named(List<Mixer.Info> all, String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(info -> info.getName().toLowerCase(Locale.ROOT).contains(wanted))
        .findFirst()
        .orElseThrow(() ->
            new AudioException(
                AudioException.Kind.MISSING,
                "no microphone is named \"%s\"; there are: %s"
                    .formatted(
                        part, String.join(", ", all.stream().map(Mixer.Info::getName).toList()))));
  }

  private static SoundInput open(Mixer.Info device, int rateHz) {
    try {
      TargetDataLine line = (TargetDataLine) AudioSystem.getMixer(device).getLine(line(rateHz));
      line.open(format(rateHz));
      line.start();
      return new PcmInput(new AudioInputStream(line), PcmInput.Format.S16LE, 1, rateHz, true);
    } catch (LineUnavailableException e) {
      throw new AudioException(
          AudioException.Kind.UNREADABLE,
          device.getName() + ": cannot be opened: " + Failures.message(e),
          e);
    }
  }
}
