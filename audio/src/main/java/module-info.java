import org.jspecify.annotations.NullMarked;

/** Files and microphones in, 16 kHz PCM and log-mel out. */
@NullMarked
module dev.hark.audio {
  requires static org.jspecify;

  exports dev.hark.audio;
}
