package dev.hark.train.synth;

import java.util.List;

/** A program that speaks. Several threads may ask at once. */
interface Synthesizer {
  /** Says utterances of one voice; answers in their order. */
  List<Speech> say(List<Utterance> utterances);
}
