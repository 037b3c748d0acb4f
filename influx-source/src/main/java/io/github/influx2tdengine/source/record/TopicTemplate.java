package io.github.influx2tdengine.source.record;

/** Topic names by a template over {@code {bucket}} and {@code {measurement}}. */
public final class TopicTemplate {
  /** Kafka's longest topic name. */
  private static final int LONGEST = 249;

  private final String template;

  public TopicTemplate(String template) {
    this.template = template;
  }

  /** The topic, with {@code _} for every character that Kafka's topics cannot have. */
  public String topic(String bucket, String measurement) {
    StringBuilder topic = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      if (template.startsWith("{bucket}", at)) {
        topic.append(bucket);
        at += "{bucket}".length();
      } else if (template.startsWith("{measurement}", at)) {
        topic.append(measurement);
        at += "{measurement}".length();
      } else {
        topic.append(template.charAt(at++));
      }
    }
    String legal = topic.toString().replaceAll("[^a-zA-Z0-9._-]", "_");
    if (legal.equals(".") || legal.equals("..")) {
      return "_".repeat(legal.length());
    }
    return legal.length() <= LONGEST ? legal : legal.substring(0, LONGEST);
  }
}
