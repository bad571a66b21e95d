/** What goes into and comes out of the models as text: languages, prompts, output, sampling. */
package dev.hark.model.text;
