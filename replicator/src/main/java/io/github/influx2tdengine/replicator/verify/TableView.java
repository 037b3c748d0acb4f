package io.github.influx2tdengine.replicator.verify;

import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TagColumns;
import io.github.influx2tdengine.source.read.Measurement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A measurement and its table as it was when it was looked at.
 *
 * @param table empty where TDengine has none of this measurement that may hold rows of this bucket
 * @param tableName what it is called, or would be
 * @param plan where its values are in the table
 * @param filter values that tags of the table have for rows of this bucket: other servers may fill
 *     the same tables, and the tags that were added tell whose rows are whose
 */
record TableView(
    Measurement measurement,
    Optional<TableModel> table,
    String tableName,
    ColumnPlan plan,
    Map<String, String> filter) {

  static TableView of(
      String name,
      String tableName,
      Optional<TableModel> found,
      String timeColumn,
      TablePlanner planner,
      Map<String, String> addedTags) {
    // A table without one of the tags that every series gets holds no row of ours.
    Optional<TableModel> table =
        found
            .filter(model -> model.comment().admits(name))
            .filter(
                model ->
                    addedTags.keySet().stream()
                        .allMatch(tag -> TagColumns.existing(model, tag).isPresent()));
    Map<String, String> filter = new HashMap<>();
    table.ifPresent(
        model ->
            addedTags.forEach(
                (tag, value) ->
                    TagColumns.existing(model, tag)
                        .map(TableColumn::name)
                        .ifPresent(column -> filter.put(column, value))));
    return new TableView(
        new Measurement(name),
        table,
        tableName,
        new ColumnPlan(
            table.orElseGet(() -> TablePlanner.empty(tableName, name, timeColumn)), planner),
        filter);
  }

  String name() {
    return measurement.name();
  }

  List<TableColumn> columns() {
    return plan.columns();
  }
}
