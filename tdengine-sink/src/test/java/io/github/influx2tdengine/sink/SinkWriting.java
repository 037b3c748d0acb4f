package io.github.influx2tdengine.sink;

import io.github.influx2tdengine.sink.config.SinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** The rows of a load through {@code SinkTask.put}, with pauses where the task asks for them. */
final class SinkWriting {
  /** Kafka's {@code max.poll.records}. */
  private static final int POLL = 500;

  private final String url;
  private final String database;

  SinkWriting(String url, String database) {
    this.url = url;
    this.database = database;
  }

  /** How rows are laid out as records. */
  enum Layout {
    /** A chunk is a record. */
    BLOCK,
    /** A chunk is a record of many lines. */
    LINES,
    /** A row is a record. */
    LINE
  }

  /**
   * Seconds from the first record put until everything could be committed. Records are made
   * beforehand, where memory would not hold all of them slice by slice, each of which is committed
   * before the next is made; only the writing is counted.
   *
   * @param sliceRows rows of which the records are held at once
   */
  double seconds(Load load, Layout layout, String measurement, int writers, int sliceRows) {
    Harness sink =
        new Harness(url)
            .with(SinkConfig.DATABASE, database)
            .with(SinkConfig.WRITERS, Integer.toString(writers))
            .with(SinkConfig.LINGER, "200");
    sink.start();
    try {
      List<Load.Chunk> chunks = load.chunks();
      int slice = Math.max(1, sliceRows / load.chunkRows());
      double seconds = 0;
      for (int from = 0; from < chunks.size(); from += slice) {
        List<Load.Chunk> part = chunks.subList(from, Math.min(chunks.size(), from + slice));
        seconds += write(sink, layout, values(load, layout, measurement, part));
      }
      if (!sink.context.errors.isEmpty()) {
        throw new IllegalStateException("rows were refused", sink.context.errors.get(0));
      }
      return seconds;
    } finally {
      sink.task.stop();
    }
  }

  private static double write(Harness sink, Layout layout, List<Object> values) {
    Schema schema = layout == Layout.BLOCK ? Schema.BYTES_SCHEMA : Schema.STRING_SCHEMA;
    long begun = System.nanoTime();
    List<SinkRecord> poll = new ArrayList<>(POLL);
    for (Object value : values) {
      poll.add(sink.record(schema, value));
      if (poll.size() == POLL) {
        put(sink, poll);
      }
    }
    put(sink, poll);
    sink.awaitCommitted();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void put(Harness sink, List<SinkRecord> poll) {
    sink.task.put(List.copyOf(poll));
    poll.clear();
    while (!sink.context.paused.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
      sink.task.put(List.of());
    }
  }

  private static List<Object> values(
      Load load, Layout layout, String measurement, List<Load.Chunk> chunks) {
    List<Object> values = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Load.Chunk chunk : chunks) {
      switch (layout) {
        case BLOCK -> values.add(load.block(measurement, chunk));
        case LINES -> {
          load.lines(measurement, chunk, text);
          values.add(text.toString());
          text.setLength(0);
        }
        case LINE -> {
          for (int row = 0; row < chunk.rows(); row++) {
            load.line(measurement, chunk, row, text);
            values.add(text.toString());
            text.setLength(0);
          }
        }
      }
    }
    return values;
  }
}
