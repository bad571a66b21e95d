/** How well a transcript matches a reference: normalization, alignment, error rates. */
package dev.hark.model.eval;
