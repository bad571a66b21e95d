/** The command line, hark. */
@NullMarked
package dev.hark.cli;

import org.jspecify.annotations.NullMarked;
