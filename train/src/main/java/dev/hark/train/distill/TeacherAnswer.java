package dev.hark.train.distill;

import java.util.List;

/**
 * What the teacher makes of one utterance whose text it is told token by token.
 *
 * @param soft its probabilities of each answer token
 * @param encoder states at each audio token, of each layer that is compared
 * @param decoder states at each answer token, of each layer that is compared
 */
record TeacherAnswer(SoftTargets soft, List<TeacherStates> encoder, List<TeacherStates> decoder) {}
