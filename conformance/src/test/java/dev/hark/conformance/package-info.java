/** The server, asked by clients that others wrote. */
@org.jspecify.annotations.NullMarked
package dev.hark.conformance;
