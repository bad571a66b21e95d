/** The networks on libtorch: the interpreter of {@code Ops} that computes gradients. */
package dev.hark.train.torch;
