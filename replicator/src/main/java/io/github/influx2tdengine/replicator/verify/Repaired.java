package io.github.influx2tdengine.replicator.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a repair did.
 *
 * @param sent stretches of time that were sent again
 * @param rowsRemoved rows deleted in TDengine
 * @param valuesRemoved values made NULL in TDengine
 * @param left what still differs
 */
record Repaired(long sent, long rowsRemoved, long valuesRemoved, Differences left) {
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sent_again", sent);
    json.put("rows_removed", rowsRemoved);
    json.put("values_removed", valuesRemoved);
    json.put("differences_left", left.count());
    json.put("listed", left.kept().stream().map(Difference::toJson).toList());
    return json;
  }
}
