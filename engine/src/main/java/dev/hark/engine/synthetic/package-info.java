/** Models with random weights at the dimensions of the published ones, to measure speed with. */
package dev.hark.engine.synthetic;
