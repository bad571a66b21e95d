package dev.hark.cli;

/** Entry point of the command line. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
