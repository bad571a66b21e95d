/** Speech made from text: grammars of what is said, synthesisers, and clips without speech. */
package dev.hark.train.synth;
