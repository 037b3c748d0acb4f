package io.github.influx2tdengine.console.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.console.figures.SinkFigures;
import io.github.influx2tdengine.console.figures.SourceFigures;
import io.github.influx2tdengine.console.figures.SourceFigures.MeasurementFigures;
import io.github.influx2tdengine.console.figures.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SituationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final DataSource FOR_EVER = pair("2021-01-01T00:00:00Z", "");
  private static final DataSource BOUNDED = pair("2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z");
  private static final DataSource FROM_EARLIEST = pair("earliest", "");

  @Test
  void followsWithItsLag() {
    assertThat(words(FOR_EVER, source(3_400, "2026-01-01T11:59:27Z"), sink()))
        .isEqualTo("following, 3 s behind");
  }

  @Test
  void readsAMonthWithItsShareOfTheRange() {
    assertThat(words(BOUNDED, source(20_000_000_000L, "2021-05-16T00:00:00Z"), sink()))
        .isEqualTo("reading 2021-05, 36 %");
  }

  @Test
  void readsWithoutAShareWhereTheBeginIsNotKnown() {
    assertThat(words(FROM_EARLIEST, source(20_000_000_000L, "2021-05-16T00:00:00Z"), sink()))
        .isEqualTo("reading 2021-05");
  }

  @Test
  void isFinishedWhenEveryTaskIs() {
    SourceFigures done =
        new SourceFigures(2, true, Optional.of(0L), Optional.empty(), Map.of(), Map.of());

    assertThat(words(BOUNDED, done, sink())).isEqualTo("finished");
  }

  @Test
  void isNotFinishedWhileRecordsWaitForTheSink() {
    SourceFigures done =
        new SourceFigures(2, true, Optional.of(0L), Optional.empty(), Map.of(), Map.of());

    assertThat(
            Situation.of(reading(BOUNDED, done, sink(), false, Duration.ZERO), running(), NOW)
                .words())
        .isEqualTo("read to the end, writing the rest");
  }

  @Test
  void isNeitherFinishedNorFollowingWhereKafkaDoesNotSayWhatIsWritten() {
    SourceFigures done =
        new SourceFigures(2, true, Optional.of(0L), Optional.empty(), Map.of(), Map.of());

    assertThat(Situation.of(notAsked(BOUNDED, done, false), running(), NOW).words())
        .isEqualTo("read to the end; Kafka does not say what is written");
    assertThat(
            Situation.of(
                    notAsked(FOR_EVER, source(3_400, "2026-01-01T11:59:27Z"), false),
                    running(),
                    NOW)
                .words())
        .isEqualTo("read to the present; Kafka does not say what is written");
    // What was seen to be in TDengine is there.
    assertThat(Situation.of(notAsked(BOUNDED, done, true), running(), NOW).words())
        .isEqualTo("finished");
  }

  private static Watch.Reading notAsked(
      DataSource dataSource, SourceFigures source, boolean finished) {
    return new Watch.Reading(
        dataSource,
        source,
        sink(),
        0,
        Map.of(),
        Optional.empty(),
        finished,
        Duration.ZERO,
        true,
        new History());
  }

  /** As after a restart of the worker: reading is at the present, the sink may be hours behind. */
  @Test
  void doesNotFollowBeforeAnythingWasSeenToArrive() {
    SourceFigures reading = source(3_400, "2026-01-01T11:59:27Z");

    assertThat(Situation.of(unknown(reading, Duration.ZERO), running(), NOW).words())
        .isEqualTo("read to the present, writing the rest");
    assertThat(unknown(reading, Duration.ZERO).lag()).isEmpty();
    // It is at least as far behind as nothing has arrived since.
    assertThat(Situation.of(unknown(reading, Duration.ofHours(3)), running(), NOW).words())
        .isEqualTo("read to the present, writing 3 h behind");
  }

  private static Watch.Reading unknown(SourceFigures source, Duration behind) {
    return new Watch.Reading(
        FOR_EVER,
        source,
        sink(),
        0,
        Map.of(),
        Optional.of(0L),
        false,
        behind,
        false,
        new History());
  }

  @Test
  void doesNotFollowWhileTheSinkIsFarBehind() {
    SourceFigures reading = source(3_400, "2026-01-01T11:59:27Z");

    assertThat(
            Situation.of(
                    reading(FOR_EVER, reading, sink(), false, Duration.ofMinutes(12)),
                    running(),
                    NOW)
                .words())
        .isEqualTo("read to the present, writing 12 min behind");
    // What lies between two commits of the sink is no lag.
    assertThat(
            Situation.of(
                    reading(FOR_EVER, reading, sink(), false, Duration.ofSeconds(70)),
                    running(),
                    NOW)
                .words())
        .isEqualTo("following, 3 s behind");
  }

  @Test
  void waitsForTdengineSinceATimeOfDay() {
    Situation situation =
        of(FOR_EVER, source(0, "2026-01-01T11:00:00Z"), waiting("2026-01-01T10:14:30Z"), running());

    assertThat(situation.words()).isEqualTo("waiting for TDengine since 10:14");
    assertThat(situation.reason()).isEqualTo("it does not answer");
    assertThat(of(FOR_EVER, SourceFigures.NONE, waiting("2025-12-24T10:14:30Z"), running()).words())
        .isEqualTo("waiting for TDengine since 2025-12-24 10:14");
  }

  @Test
  void failsWithTheReasonOfTheFirstTaskThatDid() {
    Situation situation =
        of(
            FOR_EVER,
            source(0, "2026-01-01T11:00:00Z"),
            sink(),
            List.of(
                state("a-source", "RUNNING", "RUNNING"),
                new ConnectorState(
                    "a-sink",
                    Connector.Type.SINK,
                    List.of(
                        new ConnectorState.Part(-1, "RUNNING", "w", ""),
                        new ConnectorState.Part(
                            0,
                            "FAILED",
                            "w",
                            "org.apache.kafka.connect.errors.ConnectException: Exiting"
                                + " WorkerSinkTask due to unrecoverable exception.\n"
                                + "\tat somewhere\n"
                                + "Caused by: org.apache.kafka.connect.errors.ConnectException:"
                                + " table `cpu`: the login was refused\n\tat elsewhere\n")))));

    assertThat(situation.kind()).isEqualTo(Situation.Kind.FAILED);
    assertThat(situation.reason()).isEqualTo("a-sink task 0: table `cpu`: the login was refused");
  }

  @Test
  void saysWhichHalfIsPaused() {
    assertThat(paused("PAUSED", "PAUSED")).isEqualTo("paused");
    assertThat(paused("STOPPED", "RUNNING")).isEqualTo("stopped (source only)");
    assertThat(paused("RUNNING", "PAUSED")).isEqualTo("paused (sink only)");
    assertThat(paused("STOPPED", "PAUSED")).isEqualTo("stopped, paused");
  }

  @Test
  void startsUntilThereAreTasks() {
    List<ConnectorState> states =
        List.of(state("a-source", "RUNNING"), state("a-sink", "RUNNING", "RUNNING"));

    assertThat(of(FOR_EVER, SourceFigures.NONE, sink(), states).words()).isEqualTo("starting");
  }

  @Test
  void saysThatItsTasksAreElsewhere() {
    assertThat(words(FOR_EVER, SourceFigures.NONE, SinkFigures.NONE))
        .isEqualTo("running on another worker");
  }

  @Test
  void saysNothingOfTheWholeWhereOnlySomeTasksAreHere() {
    SourceFigures done =
        new SourceFigures(1, true, Optional.of(0L), Optional.empty(), Map.of(), Map.of());
    SourceFigures follows = source(3_400, "2026-01-01T11:59:27Z");

    for (Situation situation :
        List.of(
            of(BOUNDED, done, sink(), spread("w1", "w2", "w1")),
            of(FOR_EVER, follows, sink(), spread("w1", "w2", "w1")),
            // The sink is elsewhere, or the source.
            of(FOR_EVER, follows, SinkFigures.NONE, spread("w1", "w1", "w2")),
            of(FOR_EVER, SourceFigures.NONE, sink(), spread("w2", "w2", "w1")))) {
      assertThat(situation.kind()).isEqualTo(Situation.Kind.RUNNING);
      assertThat(situation.words()).isEqualTo("running, partly on other workers");
      assertThat(situation.reason()).isEmpty();
    }
    assertThat(
            of(FOR_EVER, follows, waiting("2026-01-01T10:14:30Z"), spread("w1", "w2", "w1"))
                .reason())
        .isEqualTo("waiting for TDengine since 10:14: it does not answer");
  }

  @Test
  void saysThatTheSinkDoesNotReadWhatTheSourceWrites() {
    Situation apart = of(FOR_EVER, acknowledged("x-y-0", "x-y-1"), sink(), running());

    assertThat(apart.kind()).isEqualTo(Situation.Kind.INCOMPLETE);
    assertThat(apart.reason())
        .isEqualTo("the sink does not read topic x-y, to which the source writes");
    // Where it reads one of them, the others may be meant for somebody else.
    assertThat(of(FOR_EVER, acknowledged("x-y-0", "t-3"), sink(), running()).words())
        .isEqualTo("following, 3 s behind");
  }

  private static SourceFigures acknowledged(String... partitions) {
    SourceFigures source = source(3_400, "2026-01-01T11:59:27Z");
    Map<String, Long> offsets =
        Stream.of(partitions).collect(Collectors.toMap(Function.identity(), each -> 7L));
    return new SourceFigures(
        1, false, source.lagMs(), source.waiting(), source.measurements(), offsets);
  }

  /** A task that has just started is not elsewhere because it has published nothing yet. */
  @Test
  void takesTasksOfOneWorkerForThisOnes() {
    assertThat(
            of(FOR_EVER, source(3_400, "2026-01-01T11:59:27Z"), sink(), spread("w1", "w1", "w1"))
                .words())
        .isEqualTo("following, 3 s behind");
  }

  @Test
  void missesItsOtherHalf() {
    DataSource half = new DataSource("a-source", FOR_EVER.source(), Optional.empty());

    assertThat(
            of(
                    half,
                    source(0, "2026-01-01T11:59:27Z"),
                    SinkFigures.NONE,
                    List.of(state("a-source", "RUNNING", "RUNNING")))
                .words())
        .isEqualTo("no sink");
  }

  private static String paused(String source, String sink) {
    return of(
            FOR_EVER,
            SourceFigures.NONE,
            sink(),
            List.of(state("a-source", source), state("a-sink", sink, "RUNNING")))
        .words();
  }

  private static String words(DataSource dataSource, SourceFigures source, SinkFigures sink) {
    return of(dataSource, source, sink, running()).words();
  }

  private static Situation of(
      DataSource dataSource, SourceFigures source, SinkFigures sink, List<ConnectorState> states) {
    return Situation.of(
        reading(dataSource, source, sink, source.finished(), Duration.ZERO), states, NOW);
  }

  private static Watch.Reading reading(
      DataSource dataSource,
      SourceFigures source,
      SinkFigures sink,
      boolean finished,
      Duration behind) {
    return new Watch.Reading(
        dataSource,
        source,
        sink,
        0,
        Map.of(),
        Optional.of(0L),
        finished,
        behind,
        true,
        new History());
  }

  private static DataSource pair(String begin, String end) {
    return new DataSource(
        "a",
        Optional.of(
            new Connector(
                "a-source",
                Connector.Type.SOURCE,
                Map.of("topic", "t", "bucket", "b", "begin.time", begin, "end.time", end))),
        Optional.of(DataSourceTest.sink("a-sink", "t")));
  }

  private static List<ConnectorState> running() {
    return List.of(state("a-source", "RUNNING", "RUNNING"), state("a-sink", "RUNNING", "RUNNING"));
  }

  /** A source with two tasks and a sink with one, all running, on these workers. */
  private static List<ConnectorState> spread(String first, String second, String sink) {
    ConnectorState.Part connector = new ConnectorState.Part(-1, "RUNNING", "w1", "");
    return List.of(
        new ConnectorState(
            "a-source",
            Connector.Type.SOURCE,
            List.of(
                connector,
                new ConnectorState.Part(0, "RUNNING", first, ""),
                new ConnectorState.Part(1, "RUNNING", second, ""))),
        new ConnectorState(
            "a-sink",
            Connector.Type.SINK,
            List.of(connector, new ConnectorState.Part(0, "RUNNING", sink, ""))));
  }

  private static ConnectorState state(String connector, String... states) {
    java.util.ArrayList<ConnectorState.Part> parts = new java.util.ArrayList<>();
    for (String state : states) {
      parts.add(new ConnectorState.Part(parts.size() - 1, state, "w", ""));
    }
    return new ConnectorState(connector, Connector.Type.SOURCE, parts);
  }

  private static SourceFigures source(long lagMs, String watermark) {
    return new SourceFigures(
        1,
        false,
        Optional.of(lagMs),
        Optional.empty(),
        Map.of(
            "cpu", new MeasurementFigures(Optional.of(5L), Optional.of(Instant.parse(watermark)))),
        Map.of());
  }

  private static SinkFigures sink() {
    return new SinkFigures(1, 10, 0, Optional.empty());
  }

  private static SinkFigures waiting(String since) {
    return new SinkFigures(
        1,
        10,
        0,
        Optional.of(new Waiting(Optional.of(Instant.parse(since)), "it does not answer")));
  }
}
