/** Training runs: batches, optimiser, checkpoints, progress, and the export of a model folder. */
package dev.hark.train.run;
