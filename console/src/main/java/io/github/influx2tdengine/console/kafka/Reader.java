package io.github.influx2tdengine.console.kafka;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A sink as Kafka knows it.
 *
 * @param group its consumer group
 * @param topics that it reads, where it names them
 * @param pattern of the topics that it reads; empty where it names them
 */
public record Reader(String group, Set<String> topics, String pattern) {
  public Reader {
    topics = Set.copyOf(topics);
  }

  /** Whether it reads a topic. */
  public boolean reads(String topic) {
    if (pattern.isEmpty()) {
      return topics.contains(topic);
    }
    try {
      return Pattern.matches(pattern, topic);
    } catch (PatternSyntaxException e) {
      // Connect refuses it, so that the sink reads nothing.
      return false;
    }
  }
}
