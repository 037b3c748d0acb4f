package io.github.influx2tdengine.testkit.tdengine.lines;

import io.github.influx2tdengine.testkit.tdengine.store.Column;
import io.github.influx2tdengine.testkit.tdengine.store.DataType;
import io.github.influx2tdengine.testkit.tdengine.store.Database;
import io.github.influx2tdengine.testkit.tdengine.store.Errors;
import io.github.influx2tdengine.testkit.tdengine.store.Field;
import io.github.influx2tdengine.testkit.tdengine.store.RowBatch;
import io.github.influx2tdengine.testkit.tdengine.store.Stable;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.github.influx2tdengine.testkit.tdengine.store.Subtable;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * TDengine's endpoint for line protocol: makes supertables and subtables by its own rules of names
 * and types, widens them as needed, and writes the rows.
 */
public final class LineEndpoint {
  private static final String TIME = "_ts";
  private static final String NO_TAG = "_tag_null";

  private LineEndpoint() {}

  /** The unit that a precision of the HTTP endpoint means; nanoseconds for unknown ones. */
  public static TimeUnit unit(String precision) {
    return switch (precision) {
      case "u" -> TimeUnit.MICROSECONDS;
      case "ms" -> TimeUnit.MILLISECONDS;
      case "s" -> TimeUnit.SECONDS;
      case "m" -> TimeUnit.MINUTES;
      case "h" -> TimeUnit.HOURS;
      default -> TimeUnit.NANOSECONDS;
    };
  }

  /**
   * Writes lines.
   *
   * @throws TdengineException where a line cannot be read or does not fit its table; then nothing
   *     is written
   */
  public static void write(Store store, String database, String body, TimeUnit unit) {
    List<Line> lines = new ArrayList<>();
    String text = body.endsWith("\n") ? body.substring(0, body.length() - 1) : body;
    for (String line : text.split("\n", -1)) {
      if (!line.startsWith("#")) {
        lines.add(LineParser.parse(line, unit));
      }
    }
    store.changing(
        () -> {
          Database in = store.database(database);
          lines.forEach(LineEndpoint::requireDistinctNames);
          Map<String, List<Line>> byTable =
              lines.stream()
                  .collect(
                      Collectors.groupingBy(
                          line -> line.measurement().replace('.', '_'),
                          LinkedHashMap::new,
                          Collectors.toList()));
          byTable.forEach((name, ofTable) -> evolve(store, in, name, ofTable));
          List<Database.Write> writes = new ArrayList<>();
          byTable.forEach((name, ofTable) -> ofTable.forEach(l -> writes.add(row(in, name, l))));
          return in.write(writes);
        });
  }

  private static void requireDistinctNames(Line line) {
    Set<String> names = new HashSet<>();
    Stream.concat(line.tags().stream(), line.fields().stream())
        .forEach(
            item -> {
              if (!names.add(item.name())) {
                throw Errors.duplicatedColumn();
              }
            });
  }

  private static void evolve(Store store, Database in, String name, List<Line> lines) {
    if (in.stable(name).isEmpty()) {
      create(store, in, name, lines);
    }
    Stable stable = in.stable(name).orElseThrow(Errors::stableNotExist);
    for (Line line : lines) {
      for (Line.Item item : line.fields()) {
        Optional<Field> found = stable.column(item.name());
        found.ifPresent(field -> requireType(field, item));
        if (found.isEmpty()) {
          stable.addColumn(item.name(), item.type(), width(item));
        } else if (item.type().sized() && length(item) > found.get().length()) {
          stable.modifyColumn(item.name(), item.type(), width(item));
        }
      }
      for (Line.Item item : line.tags()) {
        Optional<Field> found = stable.tag(item.name());
        found.ifPresent(field -> requireType(field, item));
        if (found.isEmpty()) {
          stable.addTag(item.name(), item.type(), width(item));
        } else if (length(item) > found.get().length()) {
          stable.modifyTag(item.name(), item.type(), width(item));
        }
      }
    }
  }

  private static void create(Store store, Database in, String name, List<Line> lines) {
    List<Field> columns = new ArrayList<>();
    columns.add(new Field(0, TIME, DataType.TIMESTAMP, 0));
    List<Field> tags = new ArrayList<>();
    Line first = lines.get(0);
    first.fields().forEach(item -> columns.add(field(columns.size(), item)));
    first.tags().forEach(item -> tags.add(field(tags.size(), item)));
    if (tags.isEmpty()) {
      tags.add(new Field(0, NO_TAG, DataType.NCHAR, 1));
    }
    store.createStable(in, name, false, columns, tags, Optional.empty());
  }

  private static Field field(int id, Line.Item item) {
    return new Field(id, item.name(), item.type(), width(item));
  }

  private static void requireType(Field field, Line.Item item) {
    if (field.type() != item.type()) {
      throw new TdengineException(
          0x3002,
          "SML:0x1, smlGenerateSchemaAction point type and db type mismatch, db type:%s, point type:%s, key:%s"
              .formatted(field.type().label(), item.type().label(), item.rest()));
    }
  }

  /** Bytes of a text, which is what widths go by, for NCHAR too. */
  private static int length(Line.Item item) {
    return item.value() instanceof byte[] text ? text.length : 0;
  }

  /** The power of two above the length. */
  private static int width(Line.Item item) {
    return item.type().sized()
        ? Integer.highestOneBit(length(item)) * 2 + (length(item) == 0 ? 1 : 0)
        : 0;
  }

  private static Database.Write row(Database in, String name, Line line) {
    Stable stable = in.stable(name).orElseThrow(Errors::stableNotExist);
    int slots = stable.tags().stream().mapToInt(Field::id).max().orElse(-1) + 1;
    List<Object> tags = new ArrayList<>(Collections.nCopies(slots, null));
    for (Line.Item item : line.tags()) {
      tags.set(stable.tag(item.name()).orElseThrow().id(), item.value());
    }
    Subtable table = in.subtable(subtableName(line), stable, tags);
    List<Field> fields = new ArrayList<>();
    List<Column> values = new ArrayList<>();
    for (Line.Item item : line.fields()) {
      Column value = Column.of(item.type(), 1);
      if (item.value() instanceof byte[] text) {
        value.addText(text);
      } else if (item.value() instanceof Double real) {
        value.addBits(Double.doubleToRawLongBits(real));
      } else {
        value.addBits((Long) item.value());
      }
      fields.add(stable.column(item.name()).orElseThrow());
      values.add(value);
    }
    long perTick = 1_000_000_000L / in.options().precision().perSecond();
    long[] times = {Math.floorDiv(line.time(), perTick)};
    return new Database.Write(table, new RowBatch(times, fields, values));
  }

  /** {@code t_} and the md5 of {@code measurement,tag=value,…}, tags sorted by name. */
  private static String subtableName(Line line) {
    String series =
        line.writtenMeasurement().replace('.', '_')
            + line.tags().stream()
                .sorted(Comparator.comparing(Line.Item::name))
                .map(tag -> "," + tag.name() + "=" + text(tag))
                .collect(Collectors.joining());
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(series.getBytes(StandardCharsets.UTF_8));
      return "t_" + String.format("%032x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  private static String text(Line.Item tag) {
    return new String((byte[]) tag.value(), StandardCharsets.UTF_8);
  }
}
