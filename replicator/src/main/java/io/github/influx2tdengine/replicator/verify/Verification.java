package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.repair.ConnectPair;
import io.github.influx2tdengine.replicator.repair.Resending;
import io.github.influx2tdengine.replicator.run.Console;
import io.github.influx2tdengine.replicator.run.StopSignal;
import io.github.influx2tdengine.source.config.SourceSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the two sides that the settings of both connectors name, tells what it found, and has it
 * repaired where that is asked for.
 */
public final class Verification {
  /** So many differences are listed; all are counted. */
  static final int LISTED = 20;

  private final Map<String, String> source;
  private final Map<String, String> sink;
  private final VerifyOptions options;
  private final Console console;
  private final StopSignal stop;
  private Written written = Written.UNKNOWN;
  private Optional<Resending> resending = Optional.empty();
  private boolean deleteExtra;

  /**
   * @param source settings of the source connector, {@code end.time} among them
   * @param sink settings of the sink connector, which decide where a point is
   */
  public Verification(
      Map<String, String> source,
      Map<String, String> sink,
      VerifyOptions options,
      Console console,
      StopSignal stop) {
    this.source = source;
    this.sink = sink;
    this.options = options;
    this.console = console;
    this.stop = stop;
  }

  /**
   * Compares no further than the copy has come.
   *
   * @param upTo for each measurement that was begun, the end of what was read of it
   */
  public Verification writtenUpTo(Map<String, Long> upTo) {
    written = new Written(Optional.of(upTo));
    return this;
  }

  /** Has what differs sent again. */
  public Verification repairing(Resending way) {
    resending = Optional.of(way);
    return this;
  }

  /** Removes what TDengine alone has. */
  public Verification deletingExtra() {
    deleteExtra = true;
    return this;
  }

  /**
   * @throws CommandFailure when a side does not answer or a setting is wrong
   */
  public Report run() {
    long begin = System.nanoTime();
    try (Sides sides = open()) {
      if (deleteExtra && !sides.retentionKnown()) {
        throw CommandFailure.failed(
            "--delete-extra: InfluxDB does not say how long bucket '"
                + sides.bucket()
                + "' keeps its points, so that rows it has dropped because of their age could not"
                + " be told from others; leave it out, or use a token or user that may read the"
                + " bucket's retention policy");
      }
      Optional<ProgressFile.Left> left =
          options.resume()
              ? options.progress().map(file -> ProgressFile.read(file, identity()))
              : Optional.empty();
      ProgressFile progress =
          new ProgressFile(
              options.progress(),
              identity(),
              left.map(ProgressFile.Left::range).orElseGet(sides::range));
      Comparison comparison =
          new Comparison(sides, options, written, progress, left, console, stop);
      left.ifPresent(
          before -> console.line("Going on with the comparison of " + comparison.rangeText()));
      try {
        comparison.run();
        Optional<Repaired> repaired = repair(comparison);
        // A repair that failed or was stopped can be gone on with: the comparison took longer.
        boolean ended = comparison.complete() && (repaired.isEmpty() || !stop.requested());
        if (ended) {
          progress.remove();
        }
        Report report = comparison.report(repaired, since(begin));
        report.lines().forEach(console::line);
        if (!ended && options.progress().isPresent()) {
          console.line("Run the same command with --resume to go on");
        }
        return report;
      } catch (IOException e) {
        throw Failing.influx(e);
      } catch (SQLException e) {
        throw Failing.tdengine(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("the comparison was interrupted", e);
    }
  }

  /**
   * Measures instead how fast both sides are read, and compared.
   *
   * @return points a second of each, and what was found
   */
  public Map<String, Object> rates() {
    try (Sides sides = open()) {
      Rates rates = new Rates(sides, console, stop);
      rates.run();
      Map<String, Object> json = rates.toJson();
      json.put("equal", rates.equal());
      return json;
    } catch (IOException e) {
      throw Failing.influx(e);
    } catch (SQLException e) {
      throw Failing.tdengine(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("the measurement was interrupted", e);
    }
  }

  private Sides open() {
    if (written.upTo().isPresent()) {
      ConnectPair.requireValues(source, sink);
    }
    return Sides.open(source, sink);
  }

  private Optional<Repaired> repair(Comparison comparison)
      throws IOException, SQLException, InterruptedException {
    if (comparison.differences().isEmpty()
        || !comparison.complete()
        || resending.isEmpty() && !deleteExtra) {
      return Optional.empty();
    }
    Differences found = comparison.differences();
    console.line("Different: %,d differences; the first are".formatted(found.count()));
    found.kept().forEach(difference -> console.line("  " + difference));
    return Optional.of(comparison.repair(resending, deleteExtra));
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** What is compared, and how: a comparison of something else cannot be gone on with. */
  private String identity() {
    StringBuilder identity = new StringBuilder(options.quick() ? "quick " : "");
    for (String setting :
        new String[] {
          SourceSettings.URL,
          SourceSettings.BUCKET,
          SourceSettings.MEASUREMENTS,
          SourceSettings.MEASUREMENTS_REGEX,
          SourceSettings.MEASUREMENTS_EXCLUDE,
          SourceSettings.BEGIN
        }) {
      identity.append(source.getOrDefault(setting, "")).append(' ');
    }
    return identity
        .append(sink.getOrDefault("tdengine.url", "").replaceAll("[?].*", ""))
        .append(' ')
        .append(sink.getOrDefault("database", ""))
        .toString();
  }
}
