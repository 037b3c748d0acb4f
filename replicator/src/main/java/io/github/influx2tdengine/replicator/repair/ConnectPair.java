package io.github.influx2tdengine.replicator.repair;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.SideSource;
import io.github.influx2tdengine.source.config.SourceSettings;
import io.github.influx2tdengine.source.plan.TimeText;
import io.github.influx2tdengine.source.record.SourcePosition;
import io.github.influx2tdengine.source.record.TopicTemplate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The two connectors of a cluster that make a copy: the source that reads a bucket, and the sink
 * that writes its topic into a database.
 */
public final class ConnectPair {
  private static final String SOURCE = "InfluxSourceConnector";
  private static final String SINK = "TdengineSinkConnector";

  /** Settings of the source that decide what a point becomes. */
  private static final Set<String> SOURCE_RULES =
      Set.of(
          SourceSettings.TAGS_ADD,
          SourceSettings.FIELDS_INCLUDE,
          SourceSettings.FIELDS_EXCLUDE,
          SourceSettings.MEASUREMENTS,
          SourceSettings.MEASUREMENTS_REGEX,
          SourceSettings.MEASUREMENTS_EXCLUDE);

  /** Settings of the sink that decide where it is. */
  private static final Set<String> SINK_RULES =
      Set.of(
          "supertable.names", "subtable.name", "type.conflict", "string.type", "timestamp.column");

  private final ConnectRest rest;
  private final String source;
  private final Map<String, String> sourceSettings;
  private final String sink;
  private final Map<String, String> sinkSettings;

  private ConnectPair(
      ConnectRest rest,
      String source,
      Map<String, String> sourceSettings,
      String sink,
      Map<String, String> sinkSettings) {
    this.rest = rest;
    this.source = source;
    this.sourceSettings = sourceSettings;
    this.sink = sink;
    this.sinkSettings = sinkSettings;
  }

  /**
   * Finds them by the bucket and the database.
   *
   * @param named the source connector's name where the user gave it; empty to look for it
   * @param url the InfluxDB server's address, by which buckets of one name are told apart
   * @throws CommandFailure when there are none, or several that may be meant
   */
  public static ConnectPair find(
      ConnectRest rest, Optional<String> named, String url, String bucket, String database) {
    Map<String, Map<String, String>> all = rest.connectors();
    Map<String, Map<String, String>> sources = new LinkedHashMap<>();
    all.forEach(
        (name, settings) -> {
          boolean meant =
              named.isPresent()
                  ? named.get().equals(name)
                  : isOf(settings, SOURCE)
                      && sameBucket(settings.getOrDefault(SourceSettings.BUCKET, ""), bucket)
                      && !settings.containsKey(SourceSettings.RANGES);
          if (meant) {
            sources.put(name, settings);
          }
        });
    if (sources.size() > 1) {
      sources
          .values()
          .removeIf(
              settings -> !plain(settings.getOrDefault(SourceSettings.URL, "")).equals(plain(url)));
    }
    if (sources.size() != 1) {
      throw CommandFailure.failed(
          "--connect-url: %s source connectors there read bucket '%s'%s; name the one that is meant with --connector"
              .formatted(
                  sources.isEmpty() ? "no" : "several",
                  bucket,
                  named.map(name -> " and are called '" + name + "'").orElse("")));
    }
    String source = sources.keySet().iterator().next();
    Map<String, String> sourceSettings = sources.get(source);
    List<String> sinks =
        all.entrySet().stream()
            .filter(one -> isOf(one.getValue(), SINK))
            .filter(one -> database.equals(one.getValue().get("database")))
            .filter(one -> takes(one.getValue(), sourceSettings))
            .map(Map.Entry::getKey)
            .toList();
    if (sinks.isEmpty()) {
      throw CommandFailure.failed(
          "--connect-url: no sink connector there writes the topic of '%s' into database '%s'"
              .formatted(source, database));
    }
    return new ConnectPair(rest, source, sourceSettings, sinks.get(0), all.get(sinks.get(0)));
  }

  private static boolean isOf(Map<String, String> settings, String connector) {
    return settings.getOrDefault("connector.class", "").endsWith(connector);
  }

  /** On a 1.x server a bucket may be given with or without its retention policy. */
  private static boolean sameBucket(String one, String other) {
    return one.equals(other) || one.startsWith(other + "/") || other.startsWith(one + "/");
  }

  private static String plain(String url) {
    return url.replaceAll("/+$", "");
  }

  private static boolean takes(Map<String, String> sink, Map<String, String> source) {
    String template = source.getOrDefault(SourceSettings.TOPIC, "influx.{bucket}");
    String regex = sink.getOrDefault("topics.regex", "");
    List<String> topics =
        Arrays.stream(sink.getOrDefault("topics", "").split(",")).map(String::strip).toList();
    if (template.contains("{measurement}")) {
      // Which topics those are only the measurements tell; the database has to do.
      return true;
    }
    String bucket = source.getOrDefault(SourceSettings.BUCKET, "");
    // The name that a 1.x bucket without its policy gets is only known to the connector.
    String topic = new TopicTemplate(template).topic(bucket, "");
    return topics.stream().anyMatch(name -> name.equals(topic) || name.startsWith(topic + "_"))
        || !regex.isEmpty() && topic.matches(regex);
  }

  public String source() {
    return source;
  }

  public String sink() {
    return sink;
  }

  Map<String, String> sourceSettings() {
    return sourceSettings;
  }

  ConnectRest rest() {
    return rest;
  }

  /** What the source's settings say about what a point becomes. */
  public Map<String, String> sourceRules() {
    return rules(sourceSettings, SOURCE_RULES);
  }

  /** What the sink's settings say about where a point is. */
  public Map<String, String> sinkRules() {
    return rules(sinkSettings, SINK_RULES);
  }

  private static Map<String, String> rules(Map<String, String> settings, Set<String> names) {
    Map<String, String> rules = new HashMap<>(settings);
    rules.keySet().retainAll(names);
    // A reference means nothing here.
    rules.values().removeIf(value -> value.contains("${"));
    return rules;
  }

  /** For each measurement the end of what the source has put into Kafka. */
  public Map<String, Long> writtenUpTo() {
    return times(rest.offsets(source));
  }

  /** The times that offsets of a source connector tell, by measurement. */
  static Map<String, Long> times(JsonNode offsets) {
    Map<String, Long> times = new HashMap<>();
    for (JsonNode one : offsets) {
      JsonNode time = one.path("offset").path(SourcePosition.TIMESTAMP);
      if (!time.isMissingNode()) {
        times.merge(
            one.path("partition").path(SourcePosition.MEASUREMENT).asText(),
            time.isNumber() ? time.asLong() : TimeText.parse(time.asText()),
            Math::max);
      }
    }
    return times;
  }

  /** Connectors that a repair which was killed left behind. */
  List<String> leftBehind() {
    return rest.connectors().keySet().stream()
        .filter(name -> SideSource.isBeside(name, source))
        .toList();
  }
}
