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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /** As Connect's workers write what they replace: {@code ${provider:path:key}}. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*:[^}]*}");

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
   * @param url the InfluxDB server's address: another server may have a bucket of the same name
   * @throws CommandFailure when there are none, or several that may be meant
   */
  public static ConnectPair find(
      ConnectRest rest, Optional<String> named, String url, String bucket, String database) {
    return find(rest, rest.connectors(), named, url, bucket, database);
  }

  static ConnectPair find(
      ConnectRest rest,
      Map<String, Map<String, String>> all,
      Optional<String> named,
      String url,
      String bucket,
      String database) {
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
    if (named.isEmpty() && !sources.isEmpty()) {
      Map<String, Map<String, String>> candidates = Map.copyOf(sources);
      sources.values().removeIf(settings -> !address(settings).equals(plain(url)));
      if (sources.isEmpty()) {
        throw otherServer(candidates, url, bucket);
      }
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

  /** What is compared and shown: without a user and password, which need not be in it. */
  private static String plain(String url) {
    return url.replaceAll("/+$", "").replaceFirst("//[^/@]*@", "//");
  }

  private static String address(Map<String, String> source) {
    return plain(source.getOrDefault(SourceSettings.URL, ""));
  }

  private static CommandFailure otherServer(
      Map<String, Map<String, String>> sources, String url, String bucket) {
    String found =
        sources.entrySet().stream()
            .map(one -> "'" + one.getKey() + "' from " + address(one.getValue()))
            .sorted()
            .collect(Collectors.joining(", "));
    return CommandFailure.failed(
        "--connect-url: bucket '%s' is read there by connector %s, and not from %s (--influx-url); if that is the same server, name the connector with --connector"
            .formatted(bucket, found, plain(url)));
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

  /**
   * What the source's settings say about what a point becomes. References are among them, which
   * only a worker can replace: {@link #requireValues(Map, Map)}.
   */
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
    return rules;
  }

  /**
   * Refuses rules that are references still, after the user's own settings took their places: to
   * leave them out would be to compare with another copy.
   */
  public static void requireValues(Map<String, String> source, Map<String, String> sink) {
    requireValues("source", source, SOURCE_RULES);
    requireValues("sink", sink, SINK_RULES);
  }

  private static void requireValues(String side, Map<String, String> settings, Set<String> names) {
    for (String name : names) {
      String value = settings.getOrDefault(name, "");
      if (REFERENCE.matcher(value).find()) {
        throw CommandFailure.failed(
            "--connect-url: %s of the %s connector is %s, which only the cluster can replace; give it with --%s %s=VALUE"
                .formatted(name, side, value, side, name));
      }
    }
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
    return rest.connectors().entrySet().stream()
        .filter(one -> SideSource.isBeside(one.getValue(), sourceSettings))
        .map(Map.Entry::getKey)
        .toList();
  }
}
