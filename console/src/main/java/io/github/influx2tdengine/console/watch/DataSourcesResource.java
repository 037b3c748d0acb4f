package io.github.influx2tdengine.console.watch;

import io.github.influx2tdengine.console.figures.SourceFigures;
import io.github.influx2tdengine.console.kafka.RefusedRows;
import io.github.influx2tdengine.console.kafka.Topics;
import io.github.influx2tdengine.console.secret.Mask;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** Tells pages about the data sources. Times are RFC 3339, rates points a second, lags seconds. */
@Produces(MediaType.APPLICATION_JSON)
public final class DataSourcesResource {
  /** Rows shown; more are in the topic. */
  private static final int REFUSED_ROWS = 50;

  private final Watch watch;
  private final Cluster cluster;
  private final RefusedRows refusedRows;
  private final Topics topics;

  public DataSourcesResource(Watch watch, Cluster cluster, RefusedRows refusedRows, Topics topics) {
    this.watch = watch;
    this.cluster = cluster;
    this.refusedRows = refusedRows;
    this.topics = topics;
  }

  /** One line each. */
  @GET
  public Map<String, Object> list() {
    Watch.Look look = watch.last();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("at", look.at().toString());
    answer.put("trouble", look.trouble(Instant.now()));
    answer.put(
        "sources",
        look.readings().stream().map(it -> line(it, states(it.dataSource()), look.at())).toList());
    return answer;
  }

  /** Everything about one. */
  @GET
  @Path("{name}")
  public Response detail(@PathParam("name") String name) {
    Watch.Look look = watch.last();
    Optional<Watch.Reading> found = find(name);
    if (found.isEmpty()) {
      return missing(name);
    }
    Watch.Reading reading = found.get();
    List<ConnectorState> states = states(reading.dataSource());
    Map<String, Object> answer = new LinkedHashMap<>(line(reading, states, look.at()));
    answer.put("at", look.at().toString());
    answer.put("trouble", look.trouble(Instant.now()));
    answer.put("here", reading.source().tasks() > 0 || reading.sink().tasks() > 0);
    answer.put("partlyElsewhere", Situation.partlyElsewhere(reading, states));
    answer.put("readsElsewhere", readsElsewhere(reading, states));
    answer.put("backlog", reading.backlog().orElse(null));
    answer.put("measurements", measurements(reading, look.at()));
    answer.put("connectors", states.stream().map(DataSourcesResource::connector).toList());
    List<History.Sample> samples = reading.history().samples();
    answer.put(
        "history",
        Map.of(
            "time", samples.stream().map(sample -> sample.at().toEpochMilli() / 1000).toList(),
            "rate", samples.stream().map(sample -> Math.round(sample.rate())).toList(),
            "lag", samples.stream().map(sample -> sample.lagSeconds().orElse(null)).toList()));
    return Response.ok(answer).build();
  }

  /** The last rows that were refused. */
  @GET
  @Path("{name}/refused")
  public Response refused(@PathParam("name") String name) {
    Optional<Watch.Reading> found = find(name);
    if (found.isEmpty()) {
      return missing(name);
    }
    Optional<String> topic = found.get().dataSource().refusedTopic();
    if (topic.isEmpty()) {
      return Response.ok(Map.of("topic", "", "total", 0, "rows", List.of())).build();
    }
    try {
      RefusedRows.Look look = refusedRows.last(topic.get(), REFUSED_ROWS);
      return Response.ok(
              Map.of(
                  "topic",
                  topic.get(),
                  "total",
                  look.total(),
                  "rows",
                  look.rows().stream().map(DataSourcesResource::row).toList()))
          .build();
    } catch (KafkaException e) {
      return error(502, "topic " + topic.get() + " cannot be read: " + e.getMessage());
    }
  }

  /** Both connectors' settings, without secrets. */
  @GET
  @Path("{name}/settings")
  public Response settings(@PathParam("name") String name) {
    Optional<Watch.Reading> found = find(name);
    if (found.isEmpty()) {
      return missing(name);
    }
    return Response.ok(
            both(found.get().dataSource())
                .map(
                    connector ->
                        Map.of(
                            "name",
                            connector.name(),
                            "type",
                            connector.type().name().toLowerCase(java.util.Locale.ROOT),
                            "settings",
                            Mask.settings(
                                cluster.configuration(connector.name()).orElse(Map.of()))))
                .toList())
        .build();
  }

  /** The topics that would be deleted with it. */
  @GET
  @Path("{name}/topics")
  public Response topics(@PathParam("name") String name) {
    return find(name)
        .map(it -> Response.ok(Map.of("topics", own(it.dataSource()))).build())
        .orElseGet(() -> missing(name));
  }

  /**
   * Deletes the topics of one that is stopped. Without its connectors' offsets their records would
   * be written again, perhaps to another database.
   */
  @DELETE
  @Path("{name}/topics")
  public Response deleteTopics(@PathParam("name") String name) {
    Optional<Watch.Reading> found = find(name);
    if (found.isEmpty()) {
      return missing(name);
    }
    DataSource dataSource = found.get().dataSource();
    if (!states(dataSource).stream().allMatch(state -> state.is("STOPPED"))) {
      return error(409, "the connectors of " + name + " have to be stopped first");
    }
    List<String> doomed = own(dataSource);
    try {
      topics.delete(doomed);
      return Response.ok(Map.of("deleted", doomed)).build();
    } catch (ExecutionException e) {
      return error(502, "topics " + doomed + " could not be deleted: " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      return error(502, "topics " + doomed + " could not be deleted: Kafka does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(503, "the worker is stopping");
    }
  }

  /** Its topics, except those that other connectors name, too. */
  private List<String> own(DataSource dataSource) {
    Set<String> own = both(dataSource).map(Connector::name).collect(Collectors.toUnmodifiableSet());
    List<Map<String, String>> others =
        cluster.names().stream()
            .filter(connector -> !own.contains(connector))
            .flatMap(connector -> cluster.configuration(connector).stream())
            .toList();
    return dataSource.topics().stream()
        .filter(topic -> others.stream().noneMatch(it -> TopicUse.names(it, topic)))
        .toList();
  }

  private Optional<Watch.Reading> find(String name) {
    return watch.last().readings().stream()
        .filter(reading -> reading.dataSource().name().equals(name))
        .findFirst();
  }

  private static Stream<Connector> both(DataSource dataSource) {
    return Stream.concat(dataSource.source().stream(), dataSource.sink().stream());
  }

  private List<ConnectorState> states(DataSource dataSource) {
    return both(dataSource)
        .map(connector -> ConnectorState.of(connector, cluster.health(connector.name())))
        .toList();
  }

  private static Map<String, Object> line(
      Watch.Reading reading, List<ConnectorState> states, Instant now) {
    DataSource dataSource = reading.dataSource();
    Situation situation = Situation.of(reading, states, now);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", dataSource.name());
    line.put("source", dataSource.source().map(Connector::name).orElse(null));
    line.put("sink", dataSource.sink().map(Connector::name).orElse(null));
    line.put("kind", situation.kind().toString());
    line.put("state", situation.words());
    line.put("reason", situation.reason());
    line.put("bucket", dataSource.source().map(it -> it.setting("bucket")).orElse(""));
    line.put("database", dataSource.sink().map(it -> it.setting("database")).orElse(""));
    line.put("points", reading.sink().tasks() > 0 ? reading.sink().rows() : null);
    line.put("rate", reading.sink().tasks() > 0 ? Math.round(reading.rate()) : null);
    // Tasks elsewhere may be further behind than those here.
    line.put(
        "lag",
        Situation.partlyElsewhere(reading, states)
            ? null
            : reading.lag().map(lag -> lag.toMillis() / 1000).orElse(null));
    line.put("refused", reading.sink().tasks() > 0 ? reading.sink().refused() : null);
    return line;
  }

  /** Whether tasks of the source run on other workers, of which only offsets are known. */
  private static boolean readsElsewhere(Watch.Reading reading, List<ConnectorState> states) {
    return states.stream()
        .filter(state -> state.type() == Connector.Type.SOURCE)
        .anyMatch(state -> state.runningTasks() > reading.source().tasks());
  }

  private static List<Map<String, Object>> measurements(Watch.Reading reading, Instant now) {
    Range range = Range.of(reading.dataSource());
    List<Map<String, Object>> rows = new ArrayList<>();
    reading
        .source()
        .measurements()
        .forEach((name, figures) -> rows.add(measurement(name, figures, range, reading, now)));
    return rows;
  }

  private static Map<String, Object> measurement(
      String name,
      SourceFigures.MeasurementFigures figures,
      Range range,
      Watch.Reading reading,
      Instant now) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("watermark", figures.watermark().map(Instant::toString).orElse(null));
    row.put("progress", figures.watermark().flatMap(mark -> range.share(mark, now)).orElse(null));
    row.put("points", figures.points().orElse(null));
    row.put("rate", Optional.ofNullable(reading.rates().get(name)).map(Math::round).orElse(null));
    return row;
  }

  private static Map<String, Object> connector(ConnectorState state) {
    return Map.of(
        "name", state.connector(),
        "type", state.type().name().toLowerCase(java.util.Locale.ROOT),
        "parts",
            state.parts().stream()
                .map(
                    part ->
                        Map.of(
                            "task", part.task(),
                            "state", part.state(),
                            "worker", part.worker(),
                            "trace", part.trace()))
                .toList());
  }

  private static Map<String, Object> row(RefusedRows.Row row) {
    return Map.of(
        "time", row.time().toString(),
        "series", row.series(),
        "table", row.table(),
        "column", row.column(),
        "kind", row.kind(),
        "reason", row.reason(),
        "topic", row.topic(),
        "partition", row.partition(),
        "offset", row.offset());
  }

  private static Response missing(String name) {
    return error(404, "there is no data source " + name + " (any more)");
  }

  private static Response error(int status, String message) {
    return Response.status(status).entity(Map.of("error_code", status, "message", message)).build();
  }
}
