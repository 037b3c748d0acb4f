package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.schema.TableModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a tag set comes to in a table.
 *
 * @param neverFits what is wrong with it where no table can hold it
 * @param doesNotFit what is wrong with it where this table cannot hold it
 * @param values for the table's tags, as {@link TagValues#of} has them; null where it does not fit
 */
record SeriesTags(Optional<Problem> neverFits, Optional<Problem> doesNotFit, Object[] values) {
  private static SeriesTags of(TableModel model, Tags tags) {
    Optional<Problem> neverFits = TagValues.neverFits(tags);
    if (neverFits.isPresent()) {
      return new SeriesTags(neverFits, neverFits, null);
    }
    try {
      return new SeriesTags(Optional.empty(), Optional.empty(), TagValues.of(model, tags));
    } catch (TagValues.Unfit e) {
      return new SeriesTags(Optional.empty(), Optional.of(e.problem()), null);
    }
  }

  /** Those of a batch: blocks of one series come one after the other, and again later. */
  static final class Cache {
    private final TableModel model;
    private final Map<Tags, SeriesTags> known = new HashMap<>();
    private Tags lastTags;
    private SeriesTags last;

    Cache(TableModel model) {
      this.model = model;
    }

    SeriesTags of(Tags tags) {
      if (tags != lastTags) {
        last = known.computeIfAbsent(tags, it -> SeriesTags.of(model, it));
        lastTags = tags;
      }
      return last;
    }
  }
}
