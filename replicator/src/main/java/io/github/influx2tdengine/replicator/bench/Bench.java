package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.LogFile;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.write.Database;
import io.github.influx2tdengine.sink.write.Session;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures both servers alone, both connectors alone, and the whole, on the same data, one after
 * the other in this JVM.
 */
public final class Bench {
  /**
   * Points that the driver and the sink write before they are measured: compiling is not theirs.
   */
  private static final long UNMEASURED = 200_000;

  private final BenchSpec spec;
  private final InfluxServer influx;
  private final CpuMeter meter;
  private final Console console;
  private final StopSignal stop;
  private final Map<Step, List<Measured>> measured = new EnumMap<>(Step.class);

  Bench(BenchSpec spec, InfluxServer influx, CpuMeter meter, Console console, StopSignal stop) {
    this.spec = spec;
    this.influx = influx;
    this.meter = meter;
    this.console = console;
    this.stop = stop;
  }

  BenchReport run() throws IOException, InterruptedException {
    LogFile.use(spec.directory().resolve("bench.log"));
    new Loader(influx, console).load(spec.bucket(), spec.data());
    Optional<Spool> spool = Optional.empty();
    if (spec.steps().stream().anyMatch(step -> step != Step.DRAIN && step != Step.PIPELINE)) {
      spool = Optional.of(record());
    }
    for (int round = 0; round < spec.rounds(); round++) {
      for (Step step : List.of(Step.DRAIN, Step.SOURCE, Step.DRIVER, Step.SINK)) {
        if (spec.steps().contains(step)) {
          if (stop.requested()) {
            throw CommandFailure.failed("stopped before the end");
          }
          console.line("%s, round %d".formatted(step.title(), round + 1));
          measured
              .computeIfAbsent(step, it -> new ArrayList<>())
              .add(measure(step, spool, round == 0));
        }
      }
    }
    Optional<Pipeline.Result> pipeline = Optional.empty();
    if (spec.steps().contains(Step.PIPELINE)) {
      pipeline = Optional.of(pipeline());
    }
    return new BenchReport(spec, meter.seesServers(), measured, pipeline);
  }

  /** The records that the driver and the sink write; reading them warms the source and InfluxDB. */
  private Spool record() throws IOException, InterruptedException {
    console.line("Reading all points once, to keep their records");
    Spool spool = new Spool(spec.directory().resolve("records"), spec.source());
    try (Spool.Writer writer = spool.writer()) {
      Measured read = new SourceAlone(spec).run(meter, writer::add);
      if (read.points() != spec.data().points()) {
        throw CommandFailure.failed(
            "the source read "
                + read.points()
                + " of "
                + spec.data().points()
                + " points; was bucket "
                + spec.bucket()
                + " changed? Drop it and run again");
      }
    }
    return spool;
  }

  private Measured measure(Step step, Optional<Spool> spool, boolean first)
      throws IOException, InterruptedException {
    return switch (step) {
      case DRAIN -> new QueryDrain(spec, influx).run(meter);
      case SOURCE -> new SourceAlone(spec).run(meter, record -> {});
      case DRIVER, SINK -> write(step, spool.orElseThrow(), first);
      case PIPELINE -> throw new IllegalArgumentException("measured once, by itself");
    };
  }

  private Measured write(Step step, Spool spool, boolean first)
      throws IOException, InterruptedException {
    long all = spec.data().points();
    if (first) {
      try (FreshDatabase database = new FreshDatabase(spec.sinkInto(spec.database(step)))) {
        if (step == Step.DRIVER) {
          new DriverWrite(spec, database.settings(), spool).run(meter, UNMEASURED);
        } else {
          long records = Math.max(1, spool.records() * UNMEASURED / Math.max(UNMEASURED, all));
          new SinkAlone(database.settings(), spool).run(meter, 0, records);
        }
      }
    }
    try (FreshDatabase database = new FreshDatabase(spec.sinkInto(spec.database(step)))) {
      Measured result =
          step == Step.DRIVER
              ? new DriverWrite(spec, database.settings(), spool).run(meter)
              : new SinkAlone(database.settings(), spool).run(meter, all);
      database.check(spec.data().measurement(), all);
      return result;
    }
  }

  private Pipeline.Result pipeline() throws InterruptedException {
    console.line(Step.PIPELINE.title());
    try (FreshDatabase database = new FreshDatabase(spec.sinkInto(spec.database(Step.PIPELINE)))) {
      Pipeline.Result result = new Pipeline(spec, console, stop).run(meter);
      database.check(spec.data().measurement(), spec.data().points());
      return result;
    }
  }

  /** An empty database, dropped when it is not needed any more. */
  private static final class FreshDatabase implements AutoCloseable {
    private final Map<String, String> settings;
    private final SinkConfig config;

    /**
     * @param settings of the sink that name it
     */
    FreshDatabase(Map<String, String> settings) {
      this.settings = settings;
      config = new SinkConfig(settings);
      close();
      Database.ensure(config);
    }

    Map<String, String> settings() {
      return settings;
    }

    /** Fast and wrong would be easy. */
    void check(String table, long rows) {
      try (Session session = Session.openDatabase(config)) {
        long there =
            Long.parseLong(
                session.query("SELECT COUNT(*) FROM " + Names.quoted(table)).get(0).get(0));
        if (there != rows) {
          throw CommandFailure.failed(
              "database %s has %,d rows instead of %,d".formatted(config.database(), there, rows));
        }
      } catch (SQLException e) {
        throw CommandFailure.failed(
            "database " + config.database() + " cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try (Session session = Session.open(config)) {
        session.execute("DROP DATABASE IF EXISTS " + Names.quoted(config.database()));
      } catch (SQLException e) {
        throw CommandFailure.failed(
            "database " + config.database() + " cannot be dropped: " + e.getMessage(), e);
      }
    }
  }
}
