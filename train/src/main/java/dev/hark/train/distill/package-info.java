/** Distillation: a small recogniser learns from the answers and states of a larger one. */
package dev.hark.train.distill;
