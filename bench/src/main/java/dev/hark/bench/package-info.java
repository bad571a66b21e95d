/** Benchmarks that anyone can run. */
@NullMarked
package dev.hark.bench;

import org.jspecify.annotations.NullMarked;
