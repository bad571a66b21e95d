/** Networks as ONNX graphs: emission, quantisation, the cache of compiled files, execution. */
package dev.hark.engine.graph;
