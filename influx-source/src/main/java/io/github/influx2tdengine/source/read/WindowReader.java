package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.PackedBlock;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.source.config.FieldSelection;
import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads windows of one bucket. What it returns is complete: every point of the window, every value
 * in its own type, or an exception. The types of the fields are asked for again after each answer,
 * and where they have changed the window is read again. Safe for several threads.
 */
public final class WindowReader {
  /** Rows in one document of an answer: large enough to cost nothing, small beside the memory. */
  private static final int CHUNK = 10_000;

  /** How often a window is read again because its fields changed, before that is an error. */
  private static final int CHANGES = 10;

  private static final Logger LOG = LoggerFactory.getLogger(WindowReader.class);

  private final InfluxHttp http;
  private final Database database;
  private final FieldSelection selection;
  private final Map<String, String> addedTags;
  private volatile boolean arithmetic = true;

  /**
   * @param addedTags constant tags that every series gets
   */
  public WindowReader(
      InfluxHttp http, Database database, FieldSelection selection, Map<String, String> addedTags) {
    this.http = http;
    this.database = database;
    this.selection = selection;
    this.addedTags = Map.copyOf(addedTags);
  }

  /** Every type that each field of the measurement has had; empty where it does not exist. */
  public FieldKeys fieldKeys(String measurement) throws IOException {
    Map<String, Set<FieldType>> types = new HashMap<>();
    for (Answers.Row row : Answers.ask(http, database, InfluxQl.showFieldKeys(measurement))) {
      FieldType type;
      try {
        type = FieldType.of(row.text("fieldType"));
      } catch (IllegalArgumentException e) {
        throw new InfluxException(
            InfluxException.Kind.UNEXPECTED,
            "measurement '"
                + measurement
                + "', field '"
                + row.text("fieldKey")
                + "': "
                + e.getMessage(),
            e);
      }
      types.computeIfAbsent(row.text("fieldKey"), key -> EnumSet.noneOf(FieldType.class)).add(type);
    }
    return FieldKeys.of(types);
  }

  /** Those of them that are read. */
  FieldKeys selectedFields(String measurement) throws IOException {
    return fieldKeys(measurement).only(field -> selection.selects(measurement, field));
  }

  /**
   * The points of a window.
   *
   * @param memoryMax bytes that they may take up
   * @throws WindowTooLarge when they take up more
   * @throws TypesUndecided when the window must be read in parts for the types' sake
   * @throws InfluxException when the server refuses or its answer is not whole
   */
  public WindowContent read(Measurement measurement, Window window, long memoryMax)
      throws IOException {
    return read(measurement, window, List.of(), memoryMax);
  }

  /**
   * The points of some series in a window, those of series with further tags among them.
   *
   * @param series their tags as the server has them; empty for all series
   */
  public WindowContent read(
      Measurement measurement, Window window, List<Tags> series, long memoryMax)
      throws IOException {
    return consistent(
        measurement,
        projection -> {
          List<RowBlock> blocks = new ArrayList<>();
          BlocksUpTo collected = new BlocksUpTo(memoryMax, blocks);
          if (!projection.fields().isEmpty()) {
            ask(measurement, projection, window, series, collected);
          }
          return content(projection, blocks, window);
        });
  }

  /**
   * The points of a window that memory cannot hold, in parts. Parts are handed over while the
   * answer still comes; only when this method returns were they all.
   *
   * @param memoryMax bytes that a part may take up
   */
  public void readInParts(Measurement measurement, Window window, long memoryMax, PartSink parts)
      throws IOException {
    readInParts(measurement, window, List.of(), memoryMax, parts);
  }

  /**
   * The same of some series, those of series with further tags among them.
   *
   * @param series their tags as the server has them; empty for all series
   */
  public void readInParts(
      Measurement measurement, Window window, List<Tags> series, long memoryMax, PartSink parts)
      throws IOException {
    consistent(
        measurement,
        projection -> {
          Parts split = new Parts(projection, memoryMax, parts);
          if (!projection.fields().isEmpty()) {
            ask(measurement, projection, window, series, split);
          }
          split.finish();
          return null;
        });
  }

  /** Takes the parts of a window. */
  public interface PartSink {
    void add(WindowContent part) throws IOException;
  }

  /** The time of the first point in the window; empty where there is none. */
  public OptionalLong firstTime(Measurement measurement, Window window) throws IOException {
    return consistent(
        measurement,
        projection -> {
          if (projection.fields().isEmpty()) {
            return OptionalLong.empty();
          }
          String statement =
              InfluxQl.selectFirst(
                  measurement.name(), projection.text(), window.from(), window.to());
          return Answers.ask(http, database, statement).stream()
              .filter(row -> row.values().get("time") instanceof Long)
              .mapToLong(row -> (Long) row.values().get("time"))
              .min();
        });
  }

  private interface Question<T> {
    T ask(Projection projection) throws IOException;
  }

  /** Asks with the fields' types as they are known, until they are the same afterwards. */
  private <T> T consistent(Measurement measurement, Question<T> question) throws IOException {
    FieldKeys known =
        measurement.fields().isPresent()
            ? measurement.fields().get()
            : fieldKeys(measurement.name());
    for (int i = 0; i < CHANGES; i++) {
      FieldKeys selected = known.only(field -> selection.selects(measurement.name(), field));
      T answer = null;
      IOException failure = null;
      try {
        answer = askComputing(selected, question);
      } catch (UnknownField | TypesUndecided e) {
        failure = e;
      }
      FieldKeys after = fieldKeys(measurement.name());
      measurement.fields(after);
      if (after.equals(known)) {
        if (failure != null) {
          throw failure;
        }
        return answer;
      }
      known = after;
    }
    throw new InfluxException(
        InfluxException.Kind.TRANSIENT,
        "the fields of measurement '"
            + measurement
            + "' changed during each of "
            + CHANGES
            + " reads of one window");
  }

  /** Asks, without having the server compute where it will not. */
  private <T> T askComputing(FieldKeys selected, Question<T> question) throws IOException {
    Projection projection = new Projection(selected, selection.all(), arithmetic);
    try {
      return question.ask(projection);
    } catch (InfluxException e) {
      // Where a field has only strings in the window, computing is a type error, and not needed.
      boolean strings = e.getMessage().contains("incompatible types");
      if (!projection.computes() || !strings && e.kind() != InfluxException.Kind.UNEXPECTED) {
        throw e;
      }
      if (!strings) {
        arithmetic = false;
        LOG.warn(
            "InfluxDB does not compute ({}); where a field was both unsigned and not, unsigned"
                + " integers up to 127 may be taken for others",
            e.getMessage());
      }
      return question.ask(new Projection(selected, selection.all(), false));
    }
  }

  private void ask(
      Measurement measurement,
      Projection projection,
      Window window,
      List<Tags> series,
      RowStore.Blocks blocks)
      throws IOException {
    String statement =
        InfluxQl.selectBySeries(
            measurement.name(), projection.text(), window.from(), window.to(), series);
    RowStore store = new RowStore(measurement.name(), addedTags, blocks);
    try (InputStream in = http.query(database.name(), database.policy(), statement, CHUNK)) {
      AnswerReader.read(in, store);
    }
    store.finish();
  }

  private static WindowContent content(Projection projection, List<RowBlock> blocks, Window window)
      throws IOException {
    if (!projection.mixed()) {
      Columns columns = new Columns(projection);
      columns.check(blocks);
      return new WindowContent(blocks, columns, projection::names);
    }
    MixedRows rows = new MixedRows(projection);
    blocks.forEach(rows::look);
    boolean oneShard =
        Math.floorDiv(window.from(), TypesUndecided.CELL)
            == Math.floorDiv(window.to() - 1, TypesUndecided.CELL);
    if (rows.undecided() && !oneShard) {
      throw new TypesUndecided();
    }
    return new WindowContent(blocks, rows::pack, projection::names);
  }

  /** An answer has a field that {@code SHOW FIELD KEYS} did not list before it. */
  private static final class UnknownField extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownField(List<String> columns) {
      super("the answer has columns that are no known fields: " + columns);
    }
  }

  /** Blocks as they came, under the columns of their answer. */
  private static final class Columns implements WindowContent.BlockMaker {
    private final Projection projection;
    private final Map<List<String>, List<Column>> known = new IdentityHashMap<>();

    Columns(Projection projection) {
      this.projection = projection;
    }

    void check(List<RowBlock> blocks) throws UnknownField {
      for (RowBlock block : blocks) {
        if (!known.containsKey(block.columns())) {
          known.put(
              block.columns(),
              projection
                  .columns(block.columns())
                  .orElseThrow(() -> new UnknownField(block.columns())));
        }
      }
    }

    @Override
    public PackedBlock make(RowBlock block) {
      return new PackedBlock(
          block.series(),
          known.get(block.columns()),
          block.rows(),
          block.buffer(),
          block.offset(),
          block.length());
    }
  }

  /** Collects blocks until they are too many for memory. */
  private static final class BlocksUpTo implements RowStore.Blocks {
    private final long memoryMax;
    private final List<RowBlock> blocks;
    private long memory;
    private long points;

    BlocksUpTo(long memoryMax, List<RowBlock> blocks) {
      this.memoryMax = memoryMax;
      this.blocks = blocks;
    }

    @Override
    public void add(RowBlock block) throws WindowTooLarge {
      memory += block.memory();
      points += block.rows();
      blocks.add(block);
      if (memory > memoryMax) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (RowBlock each : blocks) {
          // Times ascend within a series.
          first = Math.min(first, each.firstTime());
          last = Math.max(last, each.lastTime());
        }
        throw new WindowTooLarge(points, first, last);
      }
    }
  }

  /** Makes a part whenever enough has come. */
  private static final class Parts implements RowStore.Blocks {
    private final Projection projection;
    private final long memoryMax;
    private final PartSink sink;
    private List<RowBlock> blocks = new ArrayList<>();
    private long memory;

    Parts(Projection projection, long memoryMax, PartSink sink) {
      this.projection = projection;
      this.memoryMax = memoryMax;
      this.sink = sink;
    }

    @Override
    public void add(RowBlock block) throws IOException {
      if (!blocks.isEmpty() && memory + block.memory() > memoryMax) {
        finish();
      }
      blocks.add(block);
      memory += block.memory();
    }

    void finish() throws IOException {
      if (!blocks.isEmpty()) {
        // A window that is read in parts is a nanosecond long and within one shard.
        sink.add(content(projection, blocks, new Window(0, 1)));
        blocks = new ArrayList<>();
        memory = 0;
      }
    }
  }
}
