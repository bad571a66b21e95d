package dev.hark.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the running program. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"hark " + current()};
  }

  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development build");
  }
}
