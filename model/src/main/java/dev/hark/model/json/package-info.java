/** Strict reading of the JSON files of a model folder. */
package dev.hark.model.json;
