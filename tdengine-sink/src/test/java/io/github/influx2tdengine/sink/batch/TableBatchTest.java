package io.github.influx2tdengine.sink.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.SeriesKey;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.schema.Precision;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableComment;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TdType;
import io.github.influx2tdengine.sink.schema.TypeConflict;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableBatchTest {
  private static final RowRules RULES =
      new RowRules(Precision.NS, 0, Long.MAX_VALUE - 1, false, false);

  private final TablePlanner planner = new TablePlanner(TypeConflict.COLUMN, TdType.VARCHAR);
  private final TableModel table =
      new TableModel(
          "m",
          List.of(
              new TableColumn("_ts", TdType.TIMESTAMP, 8), new TableColumn("v", TdType.DOUBLE, 8)),
          List.of(new TableColumn("n", TdType.INT, 4), new TableColumn("t", TdType.NCHAR, 8)),
          TableComment.of("m"));

  /** One row in a subtable that its name does not tell from others. */
  private static Pending pending(double value, String... tags) {
    SeriesBlock block =
        new SeriesBlock.Builder(new SeriesKey("m", Tags.of(tags))).row(7).set("v", value).build();
    return new Pending(block, "m", "shared", () -> false, 100);
  }

  private TableBatch.Result build(Pending... blocks) {
    return new TableBatch(List.of(blocks), planner)
        .build(new TableBatch.RouteCache(table, planner), RULES);
  }

  private static void assertOnlyTheSecondIsWritten(
      TableBatch.Result result, Pending first, Pending second) {
    assertThat(first.refusedCount()).isEqualTo(1);
    assertThat(second.refusedCount()).isZero();
    assertThat(result.inserts()).hasSize(1);
    SubtableRows rows = result.inserts().get(0).subtables().get(0);
    assertThat(rows.tag(0)).isEqualTo(5L);
    assertThat(rows.tag(1)).isEqualTo("good");
    assertThat(rows.columns()[1].bits()).containsExactly(Double.doubleToRawLongBits(2.5));
  }

  @Test
  void aSeriesWhoseTagsDoNotFitCostsNoOtherOfItsSubtable() {
    Pending bad = pending(1.5, "n", "no number", "t", "bad");
    Pending good = pending(2.5, "n", "5", "t", "good");
    TableBatch.Result result = build(bad, good);
    assertThat(result.refusals()).hasSize(1);
    assertThat(result.refusals().get(0).problem().reason()).isEqualTo(Reason.TAGS);
    assertThat(result.refusals().get(0).problem().column()).isEqualTo("n");
    assertOnlyTheSecondIsWritten(result, bad, good);
  }

  /** As the owners' check leaves it: refused already, for another series' subtable. */
  @Test
  void aSeriesThatIsRefusedAlreadyLendsNobodyItsTags() {
    Pending refused = pending(1.5, "n", "9", "t", "other");
    refused.refuse(0, new Problem(Reason.TAKEN, "", "another's"));
    Pending good = pending(2.5, "n", "5", "t", "good");
    TableBatch.Result result = build(refused, good);
    assertThat(result.refusals()).isEmpty();
    assertOnlyTheSecondIsWritten(result, refused, good);
  }
}
