package io.github.influx2tdengine.points;

/** Text that UTF-8 cannot hold: halves of surrogate pairs, which JSON can escape. */
public final class Surrogates {
  private Surrogates() {}

  /** True when a half of a pair stands without its other half. */
  public static boolean alone(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isLowSurrogate(c)
          || i + 1 == text.length()
          || !Character.isLowSurrogate(text.charAt(i + 1))) {
        return true;
      }
      i++;
    }
    return false;
  }
}
