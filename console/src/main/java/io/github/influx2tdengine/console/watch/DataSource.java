package io.github.influx2tdengine.console.watch;

import io.github.influx2tdengine.console.kafka.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pages call a data source: a source connector, a sink connector, or both, where the sink
 * takes the source's topic.
 */
public record DataSource(String name, Optional<Connector> source, Optional<Connector> sink) {
  static final String SOURCE_SUFFIX = "-source";
  static final String SINK_SUFFIX = "-sink";

  /**
   * Pairs connectors: first those called {@code NAME-source} and {@code NAME-sink}, then by topic.
   */
  public static List<DataSource> pair(List<Connector> connectors) {
    List<Connector> sources = of(connectors, Connector.Type.SOURCE);
    List<Connector> sinks = of(connectors, Connector.Type.SINK);
    List<DataSource> pairs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (boolean byName : new boolean[] {true, false}) {
      for (Connector source : sources) {
        if (taken.contains(source.name())) {
          continue;
        }
        sinks.stream()
            .filter(sink -> !taken.contains(sink.name()))
            .filter(sink -> byName ? sameStem(source, sink) : sameTopic(source, sink))
            .findFirst()
            .ifPresent(
                sink -> {
                  taken.add(source.name());
                  taken.add(sink.name());
                  pairs.add(
                      new DataSource(
                          byName ? stem(source.name(), SOURCE_SUFFIX) : source.name(),
                          Optional.of(source),
                          Optional.of(sink)));
                });
      }
    }
    for (Connector source : sources) {
      if (!taken.contains(source.name())) {
        pairs.add(new DataSource(source.name(), Optional.of(source), Optional.empty()));
      }
    }
    for (Connector sink : sinks) {
      if (!taken.contains(sink.name())) {
        pairs.add(new DataSource(sink.name(), Optional.empty(), Optional.of(sink)));
      }
    }
    pairs.sort(Comparator.comparing(DataSource::name));
    return pairs;
  }

  private static List<Connector> of(List<Connector> connectors, Connector.Type type) {
    return connectors.stream().filter(connector -> connector.type() == type).toList();
  }

  private static boolean sameStem(Connector source, Connector sink) {
    return source.name().endsWith(SOURCE_SUFFIX)
        && sink.name().equals(stem(source.name(), SOURCE_SUFFIX) + SINK_SUFFIX);
  }

  private static String stem(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  private static boolean sameTopic(Connector source, Connector sink) {
    // The source's own default; with {measurement} in it there is no one topic to compare.
    String template = source.settings().getOrDefault("topic", "influx.{bucket}");
    String topic = template.replace("{bucket}", source.setting("bucket"));
    String legal = topic.replaceAll("[^a-zA-Z0-9._-]", "_");
    return reader(sink).reads(legal);
  }

  /** Whether the sink reads a topic. */
  boolean sinkReads(String topic) {
    return reader().filter(sink -> sink.reads(topic)).isPresent();
  }

  /** The topics that are its own: where it writes to one, and where refused rows go. */
  public List<String> topics() {
    return Stream.concat(
            source.stream()
                .map(connector -> connector.setting("topic"))
                // A template names more topics than can be told here.
                .filter(topic -> !topic.isBlank() && !topic.contains("{")),
            refusedTopic().stream())
        .distinct()
        .toList();
  }

  /** Where refused rows go; empty where the sink has no such topic. */
  public Optional<String> refusedTopic() {
    return sink.map(connector -> connector.setting("errors.deadletterqueue.topic.name"))
        .filter(topic -> !topic.isBlank());
  }

  /** The sink, as Kafka knows it. */
  public Optional<Reader> reader() {
    return sink.map(DataSource::reader);
  }

  private static Reader reader(Connector sink) {
    return new Reader(
        sink.settings().getOrDefault("consumer.override.group.id", "connect-" + sink.name()),
        Arrays.stream(sink.setting("topics").split(","))
            .map(String::strip)
            .filter(topic -> !topic.isEmpty())
            .collect(Collectors.toSet()),
        sink.setting("topics.regex"));
  }
}
