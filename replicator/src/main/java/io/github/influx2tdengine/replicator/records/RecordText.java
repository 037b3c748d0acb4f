package io.github.influx2tdengine.replicator.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.Decoded;
import io.github.influx2tdengine.points.LinePrecision;
import io.github.influx2tdengine.points.LineWriter;
import io.github.influx2tdengine.points.PointFormatException;
import io.github.influx2tdengine.points.RecordReader;
import io.github.influx2tdengine.points.SeriesBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows what a record holds: line protocol, or JSON, an object for each point. What line protocol
 * cannot express is shown as JSON; what is no record of ours, as a comment.
 */
public final class RecordText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordReader reader = new RecordReader(LinePrecision.NS);
  private final boolean json;
  private final Consumer<String> lines;

  /**
   * @param lines takes what is shown, line by line
   */
  public RecordText(boolean json, Consumer<String> lines) {
    this.json = json;
    this.lines = lines;
  }

  /**
   * Shows a record's value.
   *
   * @return false when a part of it could not be read
   */
  public boolean show(byte[] value) {
    Decoded decoded;
    try {
      decoded = reader.read(value);
    } catch (PointFormatException e) {
      lines.accept("# cannot be read: " + oneLine(e.getMessage()));
      return false;
    }
    decoded.blocks().forEach(this::show);
    decoded
        .bad()
        .forEach(row -> lines.accept("# a point cannot be read: " + oneLine(row.reason())));
    return decoded.bad().isEmpty();
  }

  private void show(SeriesBlock block) {
    if (json) {
      showJson(block);
      return;
    }
    String text;
    try {
      text = LineWriter.write(block);
    } catch (PointFormatException e) {
      showJson(block);
      return;
    }
    lines.accept(text);
  }

  private void showJson(SeriesBlock block) {
    for (int row = 0; row < block.rows(); row++) {
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("measurement", block.series().measurement());
      point.put("tags", block.series().tags().asMap());
      point.put("time", block.time(row));
      Map<String, Object> fields = new LinkedHashMap<>();
      for (ColumnValues values : block.columns()) {
        if (!values.isNull(row)) {
          // As in the block itself: what the type is, JSON's numbers do not say.
          fields.put(
              values.column().name(), List.of(values.type().label(), plain(values.get(row))));
        }
      }
      point.put("fields", fields);
      try {
        lines.accept(JSON.writeValueAsString(point));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a point cannot be written as JSON", e);
      }
    }
  }

  /** JSON has no numbers that are none. */
  private static Object plain(Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n");
  }
}
