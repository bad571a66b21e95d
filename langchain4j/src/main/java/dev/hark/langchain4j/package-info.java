/** Hark behind the interfaces of LangChain4j. */
@NullMarked
package dev.hark.langchain4j;

import org.jspecify.annotations.NullMarked;
