package io.github.influx2tdengine.testkit.tdengine.query;

import io.github.influx2tdengine.testkit.tdengine.store.Column;
import java.util.List;

/**
 * What was bound for one table.
 *
 * @param name empty where the statement names the table
 * @param tags a column of one value each, in the order of the question marks
 * @param columns in the order of the question marks, the time among them
 */
public record BoundTable(String name, List<Column> tags, List<Column> columns) {}
