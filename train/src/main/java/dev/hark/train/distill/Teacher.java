package dev.hark.train.distill;

import dev.hark.train.torch.SpeechExample;

/** Who knows the answers. What it says of an utterance depends on the utterance alone. */
interface Teacher {
  /** The teacher's answer to the utterance as it was before it was changed. */
  TeacherAnswer answer(SpeechExample example);
}
