/** Short programs that show the library. */
@NullMarked
package dev.hark.examples;

import org.jspecify.annotations.NullMarked;
