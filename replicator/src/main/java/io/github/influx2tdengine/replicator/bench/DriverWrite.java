package io.github.influx2tdengine.replicator.bench;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.sink.config.SinkConfig;
import io.github.influx2tdengine.sink.name.Names;
import io.github.influx2tdengine.sink.write.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes the rows of a file of records with the driver's columnar calls, as many connections and
 * rows at once as the sink has: what writing costs with nobody before it. Only the calls are
 * measured: rows are laid out for the driver before, so many at a time that memory holds them.
 */
final class DriverWrite {
  /** Values laid out at once: with their objects, half of the default heap. */
  private static final long CHUNK_VALUES = 5_000_000;

  private final BenchSpec spec;
  private final SinkConfig config;
  private final Spool spool;
  private final int connections;
  private final int batchRows;
  private final Map<SeriesKey, String> names = new HashMap<>();

  DriverWrite(BenchSpec spec, Map<String, String> settings, Spool spool) {
    this.spec = spec;
    this.config = new SinkConfig(settings);
    this.spool = spool;
    this.connections = spec.sinkSetting("writers", 2);
    this.batchRows = spec.sinkSetting("batch.rows", 10_000);
  }

  Measured run(CpuMeter meter) throws IOException, InterruptedException {
    return run(meter, Long.MAX_VALUE);
  }

  /**
   * @param atMost about how many points to write
   */
  Measured run(CpuMeter meter, long atMost) throws IOException, InterruptedException {
    Set<Column> columns = new LinkedHashSet<>();
    Set<String> tags = new LinkedHashSet<>();
    look(columns, tags, atMost);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<DriverConnection> open = new ArrayList<>();
    try (Spool.Reader reader = spool.reader()) {
      createTable(columns, tags);
      for (int i = 0; i < connections; i++) {
        open.add(new DriverConnection(config, spec.data().measurement(), tags));
      }
      RecordReader decoder = new RecordReader(LinePrecision.NS);
      Usage used = Usage.NONE;
      long points = 0;
      while (points < atMost) {
        List<List<DriverRows>> chunk = chunk(reader, decoder);
        long rows = chunk.stream().flatMap(List::stream).mapToLong(DriverRows::rows).sum();
        if (rows == 0) {
          break;
        }
        Usage begin = meter.now();
        List<Future<?>> written = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
          DriverConnection connection = open.get(i);
          List<DriverRows> batches = chunk.get(i);
          written.add(threads.submit(() -> writeAll(connection, batches)));
        }
        for (Future<?> each : written) {
          each.get();
        }
        used = used.plus(meter.now().since(begin));
        points += rows;
      }
      return new Measured(points, used);
    } catch (SQLException e) {
      throw failure(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      threads.shutdownNow();
      closeAll(open);
    }
  }

  private static CommandFailure failure(Throwable e) {
    return CommandFailure.failed("writing with the driver alone failed: " + e.getMessage(), e);
  }

  private static Void writeAll(DriverConnection connection, List<DriverRows> batches)
      throws SQLException {
    for (DriverRows batch : batches) {
      connection.write(batch);
    }
    return null;
  }

  private static void closeAll(List<DriverConnection> connections) {
    for (DriverConnection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        // The database is dropped next; nothing hangs on it.
      }
    }
  }

  /** Which columns and tags the records have. */
  private void look(Set<Column> columns, Set<String> tags, long atMost) throws IOException {
    RecordReader decoder = new RecordReader(LinePrecision.NS);
    long points = 0;
    try (Spool.Reader reader = spool.reader()) {
      for (List<SinkRecord> polled = reader.poll();
          !polled.isEmpty() && points < atMost;
          polled = reader.poll()) {
        for (SinkRecord record : polled) {
          Decoded decoded = decoder.read(record.value());
          for (SeriesBlock block : decoded.blocks()) {
            columns.addAll(block.columnList());
            tags.addAll(block.series().tags().names());
            points += block.rows();
          }
        }
      }
    }
  }

  private void createTable(Set<Column> columns, Set<String> tags) throws SQLException {
    try (Session session = Session.openDatabase(config)) {
      session.execute(
          "CREATE STABLE "
              + Names.quoted(spec.data().measurement())
              + " (`_ts` TIMESTAMP"
              + columns.stream()
                  .map(column -> "," + Names.quoted(column.name()) + " " + type(column.type()))
                  .collect(Collectors.joining())
              + ") TAGS ("
              + tags.stream()
                  .map(tag -> Names.quoted(tag) + " NCHAR(64)")
                  .collect(Collectors.joining(","))
              + ")");
    }
  }

  private static String type(FieldType type) {
    return switch (type) {
      case FLOAT -> "DOUBLE";
      case INTEGER -> "BIGINT";
      case UNSIGNED -> "BIGINT UNSIGNED";
      case BOOLEAN -> "BOOL";
      case STRING -> "VARCHAR(" + DriverConnection.TEXT_BYTES + ")";
    };
  }

  /** Rows laid out: for each connection its batches. */
  private List<List<DriverRows>> chunk(Spool.Reader reader, RecordReader decoder)
      throws IOException {
    List<List<SeriesBlock>> filling = new ArrayList<>();
    List<List<DriverRows>> chunk = new ArrayList<>();
    int[] rows = new int[connections];
    for (int i = 0; i < connections; i++) {
      filling.add(new ArrayList<>());
      chunk.add(new ArrayList<>());
    }
    long values = 0;
    for (List<SinkRecord> polled = reader.poll(); !polled.isEmpty(); polled = reader.poll()) {
      for (SinkRecord record : polled) {
        for (SeriesBlock block : decoder.read(record.value()).blocks()) {
          values += (long) block.rows() * (1 + block.columns().size());
          int to = Math.floorMod(block.series().hashCode(), connections);
          filling.get(to).add(block);
          rows[to] += block.rows();
          if (rows[to] >= batchRows) {
            lay(chunk, filling, to);
            rows[to] = 0;
          }
        }
      }
      if (values >= CHUNK_VALUES) {
        break;
      }
    }
    for (int to = 0; to < connections; to++) {
      lay(chunk, filling, to);
    }
    return chunk;
  }

  private void lay(List<List<DriverRows>> chunk, List<List<SeriesBlock>> filling, int to) {
    chunk.get(to).addAll(DriverRows.of(filling.get(to), this::name));
    filling.get(to).clear();
  }

  private String name(SeriesKey series) {
    return names.computeIfAbsent(series, key -> "s" + names.size());
  }
}
