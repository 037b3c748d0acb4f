package io.github.influx2tdengine.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataSourceTest {
  @Test
  void pairsByName() {
    assertThat(
            names(
                source("a-source", "t1"),
                sink("a-sink", "t1"),
                source("b-source", "t2"),
                sink("b-sink", "t2")))
        .containsExactly("a: a-source, a-sink", "b: b-source, b-sink");
  }

  @Test
  void pairsByTopicWhereNamesSayNothing() {
    Connector source =
        new Connector(
            "reader", Connector.Type.SOURCE, Map.of("bucket", "db/rp", "topic", "x.{bucket}"));

    assertThat(names(source, sink("other", "y"), sink("writer", "z, x.db_rp")))
        .containsExactly("other: -, other", "reader: reader, writer");
  }

  @Test
  void pairsWithASinkThatReadsAPattern() {
    assertThat(
            names(
                source("reader", "influx.plant"),
                matching("other", "influx\\.other.*"),
                matching("broken", "influx["),
                matching("writer", "influx\\..*")))
        .containsExactly("broken: -, broken", "other: -, other", "reader: reader, writer");
  }

  @Test
  void showsHalvesByThemselves() {
    assertThat(names(source("a-source", "t1"), sink("b-sink", "t2")))
        .containsExactly("a-source: a-source, -", "b-sink: -, b-sink");
  }

  @Test
  void knowsWhatTheSinkReads() {
    DataSource listed = DataSource.pair(List.of(sink("a", "x, y"))).get(0);
    DataSource matched = DataSource.pair(List.of(matching("a", "influx\\..*"))).get(0);

    assertThat(listed.sinkReads("y")).isTrue();
    assertThat(listed.sinkReads("z")).isFalse();
    assertThat(matched.sinkReads("influx.z")).isTrue();
    assertThat(matched.sinkReads("z")).isFalse();
  }

  private static List<String> names(Connector... connectors) {
    return DataSource.pair(List.of(connectors)).stream()
        .map(
            pair ->
                pair.name()
                    + ": "
                    + pair.source().map(Connector::name).orElse("-")
                    + ", "
                    + pair.sink().map(Connector::name).orElse("-"))
        .toList();
  }

  static Connector source(String name, String topic) {
    return new Connector(name, Connector.Type.SOURCE, Map.of("topic", topic, "bucket", "b"));
  }

  static Connector sink(String name, String topics) {
    return new Connector(name, Connector.Type.SINK, Map.of("topics", topics));
  }

  private static Connector matching(String name, String pattern) {
    return new Connector(name, Connector.Type.SINK, Map.of("topics.regex", pattern));
  }
}
