package io.github.influx2tdengine.console.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.health.ConnectorHealth;

/** What the worker says about the connectors of its cluster. */
public final class Cluster {
  private static final String SOURCE = "io.github.influx2tdengine.source.InfluxSourceConnector";
  private static final String SINK = "io.github.influx2tdengine.sink.TdengineSinkConnector";

  private final ConnectClusterState state;

  public Cluster(ConnectClusterState state) {
    this.state = state;
  }

  /**
   * The pair's own connectors with their stored configurations, in which references stand.
   *
   * @throws RuntimeException when the worker is busy, for example joining its group
   */
  public List<Connector> connectors() {
    List<Connector> connectors = new ArrayList<>();
    for (String name : state.connectors()) {
      configuration(name).flatMap(settings -> connector(name, settings)).ifPresent(connectors::add);
    }
    return connectors;
  }

  private static Optional<Connector> connector(String name, Map<String, String> settings) {
    String type = settings.getOrDefault("connector.class", "");
    // Connect takes the simple name too.
    if (isOf(type, SOURCE)) {
      return Optional.of(new Connector(name, Connector.Type.SOURCE, settings));
    }
    if (isOf(type, SINK)) {
      return Optional.of(new Connector(name, Connector.Type.SINK, settings));
    }
    return Optional.empty();
  }

  private static boolean isOf(String given, String full) {
    String simple = full.substring(full.lastIndexOf('.') + 1);
    return given.equals(full)
        || given.equals(simple)
        || given.equals(simple.substring(0, simple.length() - "Connector".length()));
  }

  /** The stored configuration of any connector; empty where there is none of that name. */
  public Optional<Map<String, String>> configuration(String connector) {
    try {
      return Optional.of(state.connectorConfig(connector));
    } catch (ConnectException e) {
      if (missing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The worker wraps what it found; a connector may be deleted at any time. */
  private static boolean missing(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(NotFoundException.class::isInstance);
  }

  /** Every connector's name. */
  public List<String> names() {
    return List.copyOf(state.connectors());
  }

  /** Empty until the connector was started for the first time. */
  public Optional<ConnectorHealth> health(String connector) {
    try {
      return Optional.of(state.connectorHealth(connector));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }
}
