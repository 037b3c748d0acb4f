package io.github.influx2tdengine.source.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which templates {@code topic} may be. */
final class TopicTemplateCheck {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  private TopicTemplateCheck() {}

  static void check(String template) {
    if (template.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    Matcher places = PLACE.matcher(template);
    while (places.find()) {
      if (!places.group(1).equals("bucket") && !places.group(1).equals("measurement")) {
        throw new IllegalArgumentException(
            "'" + places.group() + "' is unknown; known are {bucket} and {measurement}");
      }
    }
  }
}
