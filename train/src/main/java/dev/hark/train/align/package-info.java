/** Training of forced aligners: when each word of a known text is said. */
package dev.hark.train.align;
