package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableComment;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableViewTest {
  private static TableView view(Map<String, String> addedTags, String... tags) {
    TableModel table =
        new TableModel(
            "m",
            List.of(
                new TableColumn("_ts", TdType.TIMESTAMP, 8),
                new TableColumn("f", TdType.DOUBLE, 8)),
            List.of(tags).stream().map(tag -> new TableColumn(tag, TdType.NCHAR, 8)).toList(),
            TableComment.of("m"));
    return TableView.of(
        "m",
        "m",
        Optional.of(table),
        "_ts",
        new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR),
        addedTags);
  }

  @Test
  void addedTagsTellWhoseRowsAreWhose() {
    TableView view = view(Map.of("site", "plant7"), "host", "site");
    assertThat(view.table()).isPresent();
    assertThat(view.filter()).isEqualTo(Map.of("site", "plant7"));
  }

  @Test
  void aTableWithoutAnAddedTagHoldsNoRowOfOurs() {
    TableView view = view(Map.of("site", "plant7", "line", "3"), "host", "site");
    assertThat(view.table()).isEmpty();
    assertThat(view.columns()).isEmpty();
  }
}
