/** The web studio, used in a real browser as people use it. */
@org.jspecify.annotations.NullMarked
package dev.hark.studio;
