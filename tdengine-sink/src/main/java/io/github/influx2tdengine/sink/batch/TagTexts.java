package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.schema.TableModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tags of a series as text, by the names of a table's tags; those that it has. */
public final class TagTexts {
  private TagTexts() {}

  /** As the server shows them; empty when the table cannot hold them. */
  public static Optional<Map<String, String>> of(TableModel model, Tags tags) {
    try {
      Object[] values = TagValues.of(model, tags);
      Map<String, String> texts = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != null) {
          texts.put(model.tags().get(i).name(), values[i].toString());
        }
      }
      return Optional.of(texts);
    } catch (TagValues.Unfit e) {
      return Optional.empty();
    }
  }
}
