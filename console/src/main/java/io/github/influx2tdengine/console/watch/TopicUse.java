package io.github.influx2tdengine.console.watch;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether a connector, of whatever kind, reads or writes a topic. */
final class TopicUse {
  private TopicUse() {}

  /**
   * Looks for the topic in every value that may be a list of topics, or a pattern of them; so that
   * a connector of somebody else keeps what it names.
   *
   * @param settings of the connector
   */
  static boolean names(Map<String, String> settings, String topic) {
    return settings.entrySet().stream()
        .anyMatch(
            setting ->
                setting.getKey().equals("topics.regex")
                    ? matches(setting.getValue(), topic)
                    : Arrays.stream(setting.getValue().split(","))
                        .map(String::strip)
                        .anyMatch(topic::equals));
  }

  private static boolean matches(String pattern, String topic) {
    try {
      return Pattern.matches(pattern, topic);
    } catch (PatternSyntaxException e) {
      // Connect would have refused it; what cannot be told is kept.
      return true;
    }
  }
}
