package io.github.influx2tdengine.replicator.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.run.SideSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectPairTest {
  private static final String SOURCE = "io.github.influx2tdengine.source.InfluxSourceConnector";

  private static Map<String, String> source(String name, String url) {
    return Map.of(
        "name", name,
        "connector.class", SOURCE,
        "influxdb.url", url,
        "bucket", "plant7",
        "tags.add", "site=${env:PLANT}");
  }

  private static final Map<String, String> SINK =
      Map.of(
          "name", "sink",
          "connector.class", "io.github.influx2tdengine.sink.TdengineSinkConnector",
          "topics", "influx.plant7",
          "database", "plant7");

  private static ConnectPair find(Optional<String> named, Map<String, String> source) {
    return ConnectPair.find(
        new ConnectRest("http://localhost:8083"),
        Map.of(source.get("name"), source, "sink", SINK),
        named,
        "http://influx:8086/",
        "plant7",
        "plant7");
  }

  @Test
  void theConnectorOfTheServerIsFound() {
    ConnectPair pair = find(Optional.empty(), source("copy", "http://influx:8086"));
    assertThat(pair.source()).isEqualTo("copy");
    assertThat(pair.sink()).isEqualTo("sink");
  }

  @Test
  void anotherServersIsTakenOnlyWhereItIsNamed() {
    Map<String, String> other = source("copy", "http://user:secret@other:8086");
    assertThatThrownBy(() -> find(Optional.empty(), other))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("'copy'", "http://other:8086", "http://influx:8086", "--connector")
        .hasMessageNotContaining("secret");
    assertThat(find(Optional.of("copy"), other).source()).isEqualTo("copy");
  }

  @Test
  void aReferenceInARuleHasToBeGiven() {
    Map<String, String> rules =
        find(Optional.empty(), source("copy", "http://influx:8086")).sourceRules();
    assertThatThrownBy(() -> ConnectPair.requireValues(rules, Map.of()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("tags.add", "--source tags.add=VALUE");
    Map<String, String> sink = Map.of("subtable.name", "${file:/names:subtable}");
    assertThatThrownBy(() -> ConnectPair.requireValues(Map.of(), sink))
        .hasMessageContaining("--sink subtable.name=VALUE");
    Map<String, String> given = new LinkedHashMap<>(rules);
    given.put("tags.add", "site=plant7");
    assertThatCode(() -> ConnectPair.requireValues(given, Map.of())).doesNotThrowAnyException();
  }

  @Test
  void onlyASourceThatReadsRangesIsLeftOverFromARepair() {
    Map<String, String> main = source("copy", "http://influx:8086");
    Map<String, String> side = new LinkedHashMap<>(main);
    side.put("name", "copy-repair-abc");
    assertThat(SideSource.isBeside(side, main)).isFalse();
    side.put("ranges", "2024-01-01T00:00:00Z/2024-01-02T00:00:00Z m *");
    assertThat(SideSource.isBeside(side, main)).isTrue();
    side.put("connector.class", "org.example.Other");
    assertThat(SideSource.isBeside(side, main)).isFalse();
    assertThat(SideSource.isBeside(main, main)).isFalse();
  }
}
