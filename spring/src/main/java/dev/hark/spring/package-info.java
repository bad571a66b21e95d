/** Hark behind the interfaces of Spring AI, and its configuration by Spring Boot. */
@NullMarked
package dev.hark.spring;

import org.jspecify.annotations.NullMarked;
