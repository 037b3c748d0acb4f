package io.github.influx2tdengine.console.watch;

import io.github.influx2tdengine.console.figures.SinkFigures;
import io.github.influx2tdengine.console.figures.SourceFigures;
import io.github.influx2tdengine.console.figures.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a data source does, in words.
 *
 * @param kind one word, for colours and tests
 * @param words for people, for example {@code reading 2021-04, 37 %}
 * @param reason what is wrong, where something is; else empty
 */
public record Situation(Kind kind, String words, String reason) {
  /** Kinds of situations, the ones that need a person first. */
  public enum Kind {
    FAILED,
    WAITING,
    INCOMPLETE,
    STOPPED,
    PAUSED,
    STARTING,
    READING,
    FOLLOWING,
    RUNNING,
    FINISHED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads come every few seconds, and less often where they take the server longer. */
  static final Duration FOLLOWING = Duration.ofMinutes(2);

  private static final String UNKNOWN = "Kafka does not say what is written";

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Decides.
   *
   * @param states of both connectors, as the worker has them
   * @param now by this worker's clock
   */
  static Situation of(Watch.Reading reading, List<ConnectorState> states, Instant now) {
    DataSource dataSource = reading.dataSource();
    SourceFigures source = reading.source();
    SinkFigures sink = reading.sink();
    Range range = Range.of(dataSource);
    Optional<Situation> trouble = trouble(dataSource, states);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Optional<Situation> waiting =
        sink.waiting()
            .map(on -> waiting("TDengine", on, now))
            .or(() -> source.waiting().map(on -> waiting("InfluxDB", on, now)));
    Optional<String> unread = unread(dataSource, source);
    if (unread.isPresent()) {
      return new Situation(
          Kind.INCOMPLETE,
          "not written",
          "the sink does not read topic " + unread.get() + ", to which the source writes");
    }
    if (partlyElsewhere(reading, states)) {
      // Of the whole only this is known; what waits here is told all the same.
      return new Situation(
          Kind.RUNNING,
          "running, partly on other workers",
          waiting.map(it -> it.words + ": " + it.reason).orElse(""));
    }
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (source.tasks() == 0) {
      return plain(Kind.RUNNING, "running on another worker");
    }
    if (source.finished()) {
      return reading.finished()
          ? plain(Kind.FINISHED, "finished")
          : plain(
              Kind.READING,
              reading.backlog().isPresent()
                  ? "read to the end, writing the rest"
                  : "read to the end; " + UNKNOWN);
    }
    Optional<Instant> watermark = source.watermark();
    if (watermark.isEmpty()) {
      return plain(Kind.READING, "reading the first window");
    }
    Optional<Duration> toRead = source.lagMs().map(Duration::ofMillis);
    if (range.end().isEmpty() && toRead.filter(it -> it.compareTo(FOLLOWING) < 0).isPresent()) {
      if (reading.backlog().isEmpty()) {
        return plain(Kind.READING, "read to the present; " + UNKNOWN);
      }
      if (reading.lag().isEmpty()) {
        return plain(Kind.READING, "read to the present, writing the rest");
      }
      Duration lag = reading.lag().get();
      return lag.compareTo(FOLLOWING) < 0
          ? plain(Kind.FOLLOWING, "following, " + span(lag) + " behind")
          : plain(Kind.READING, "read to the present, writing " + span(lag) + " behind");
    }
    String progress =
        range
            .share(source.measurements().values(), now)
            .map(share -> ", " + (int) Math.floor(share * 100) + " %")
            .orElse("");
    return plain(Kind.READING, "reading " + MONTH.format(watermark.get()) + progress);
  }

  /** A topic the source has written to, where the sink reads none of those. */
  private static Optional<String> unread(DataSource dataSource, SourceFigures source) {
    List<String> topics = source.acknowledged().keySet().stream().map(Watch::topic).toList();
    return topics.stream().anyMatch(dataSource::sinkReads)
        ? Optional.empty()
        : topics.stream().min(String::compareTo);
  }

  /**
   * Whether some tasks publish their figures in this JVM and others do not. A task that has just
   * started has none yet: where all of them run on one worker, that is this one.
   */
  static boolean partlyElsewhere(Watch.Reading reading, List<ConnectorState> states) {
    int here = reading.source().tasks() + reading.sink().tasks();
    return here > 0
        && states.stream().mapToLong(ConnectorState::runningTasks).sum() > here
        && states.stream().flatMap(ConnectorState::workers).distinct().count() > 1;
  }

  private static Optional<Situation> trouble(DataSource dataSource, List<ConnectorState> states) {
    for (ConnectorState state : states) {
      Optional<String> failure = state.failure();
      if (failure.isPresent()) {
        return Optional.of(new Situation(Kind.FAILED, "failed", failure.get()));
      }
    }
    if (dataSource.source().isEmpty()) {
      return Optional.of(
          new Situation(
              Kind.INCOMPLETE, "no source", "no InfluxDB source connector writes to its topics"));
    }
    if (dataSource.sink().isEmpty()) {
      return Optional.of(
          new Situation(Kind.INCOMPLETE, "no sink", "no TDengine sink connector reads its topic"));
    }
    List<String> words = new ArrayList<>();
    Kind kind = null;
    for (ConnectorState state : states) {
      if (state.is("STOPPED") || state.is("PAUSED")) {
        Kind its = state.is("STOPPED") ? Kind.STOPPED : Kind.PAUSED;
        kind = kind == null ? its : kind;
        words.add(its.toString());
      }
    }
    if (kind != null) {
      String said =
          words.size() == 1
              ? words.get(0) + (first(states) ? " (source only)" : " (sink only)")
              : String.join(", ", new LinkedHashSet<>(words));
      return Optional.of(plain(kind, said));
    }
    return states.stream().allMatch(ConnectorState::running)
        ? Optional.empty()
        : Optional.of(plain(Kind.STARTING, "starting"));
  }

  private static boolean first(List<ConnectorState> states) {
    return states.get(0).is("STOPPED") || states.get(0).is("PAUSED");
  }

  private static Situation waiting(String server, Waiting waiting, Instant now) {
    String since =
        waiting
            .since()
            .map(
                time ->
                    " since "
                        + (Duration.between(time, now).toHours() < 20 ? CLOCK : DAY_AND_CLOCK)
                            .format(time))
            .orElse("");
    return new Situation(Kind.WAITING, "waiting for " + server + since, waiting.reason());
  }

  private static Situation plain(Kind kind, String words) {
    return new Situation(kind, words, "");
  }

  /** A span of time in its largest unit, rounded down: {@code 3 s}, {@code 4 min}, {@code 2 d}. */
  static String span(Duration span) {
    if (span.toMinutes() < 2) {
      return span.toSeconds() + " s";
    }
    if (span.toHours() < 2) {
      return span.toMinutes() + " min";
    }
    return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " d";
  }
}
