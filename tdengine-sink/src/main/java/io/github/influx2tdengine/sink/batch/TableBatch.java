package io.github.influx2tdengine.sink.batch;

import io.github.influx2tdengine.points.Column;
import io.github.influx2tdengine.points.ColumnValues;
import io.github.influx2tdengine.points.FieldType;
import io.github.influx2tdengine.points.SeriesBlock;
import io.github.influx2tdengine.points.Tags;
import io.github.influx2tdengine.sink.schema.TableColumn;
import io.github.influx2tdengine.sink.schema.TableModel;
import io.github.influx2tdengine.sink.schema.TableNeeds;
import io.github.influx2tdengine.sink.schema.TablePlanner;
import io.github.influx2tdengine.sink.schema.TextLengths;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks of a batch that go into one supertable, and how they become inserts. Plain
 * computation: asks no server.
 */
public final class TableBatch {
  private final List<Pending> blocks;
  private final TablePlanner planner;

  /** What a batch comes to for a table as it is. */
  public record Result(List<Insert> inserts, List<Refusal> refusals, int skipped) {}

  public TableBatch(List<Pending> blocks, TablePlanner planner) {
    this.blocks = blocks;
    this.planner = planner;
  }

  /**
   * What the blocks need of the table.
   *
   * @param routes of the table as last seen, if it was
   */
  public TableNeeds needs(RouteCache routes) {
    TableNeeds needs = new TableNeeds();
    Tags tags = null;
    List<Column> settled = null;
    for (Pending pending : blocks) {
      SeriesBlock block = pending.block();
      // Blocks may have one row each, and mostly need what the one before needed.
      if (block.series().tags() != tags) {
        tags = block.series().tags();
        tags(needs, block);
      }
      if (block.columnList().equals(settled)) {
        continue;
      }
      Routes known = routes.of(block);
      settled = noValueMatters(block, known) ? block.columnList() : null;
      for (int i = 0; i < block.columns().size(); i++) {
        ColumnValues values = block.columns().get(i);
        TextLengths texts = needs.field(values.column());
        if (values.type() == FieldType.STRING) {
          for (int row = 0; row < block.rows(); row++) {
            add(texts, values, row);
          }
        }
        if (known != null && beyondPlain(block, i, known, routes.model())) {
          needs.beyondPlain(values.column());
        }
      }
    }
    needs.parts(() -> parts(needs));
    return needs;
  }

  /** Whether other blocks of the same columns need the same, whatever their values are. */
  private static boolean noValueMatters(SeriesBlock block, Routes known) {
    return (known == null || known.unchecked())
        && block.columnList().stream().noneMatch(column -> column.type() == FieldType.STRING);
  }

  private static void tags(TableNeeds needs, SeriesBlock block) {
    Tags tags = block.series().tags();
    for (int i = 0; i < tags.size(); i++) {
      needs.tag(tags.name(i)).add(tags.value(i));
    }
  }

  private static void add(TextLengths texts, ColumnValues values, int row) {
    if (values.type() == FieldType.STRING && !values.isNull(row)) {
      texts.add(values.getString(row));
    }
  }

  /** The needs of the rows that have the same tags and fields, for each such lot of rows. */
  private Collection<TableNeeds> parts(TableNeeds whole) {
    Map<List<Object>, TableNeeds> parts = new LinkedHashMap<>();
    for (Pending pending : blocks) {
      SeriesBlock block = pending.block();
      Map<BitSet, TableNeeds> ofBlock = new HashMap<>();
      BitSet present = new BitSet();
      for (int row = 0; row < block.rows(); row++) {
        present.clear();
        for (int i = 0; i < block.columns().size(); i++) {
          present.set(i, !block.columns().get(i).isNull(row));
        }
        TableNeeds part = ofBlock.get(present);
        if (part == null) {
          part = parts.computeIfAbsent(names(block, present), lot -> new TableNeeds());
          tags(part, block);
          ofBlock.put((BitSet) present.clone(), part);
        }
        for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
          ColumnValues values = block.columns().get(i);
          add(part.field(values.column()), values, row);
          if (whole.isBeyondPlain(values.column())) {
            part.beyondPlain(values.column());
          }
        }
      }
    }
    return parts.values();
  }

  /** The names of a block's tags, and its columns that are present. */
  private static List<Object> names(SeriesBlock block, BitSet present) {
    Tags tags = block.series().tags();
    List<Object> names = new ArrayList<>(tags.size() + present.cardinality());
    for (int i = 0; i < tags.size(); i++) {
      names.add(tags.name(i));
    }
    present.stream().forEach(i -> names.add(block.columns().get(i).column()));
    return names;
  }

  private static boolean beyondPlain(
      SeriesBlock block, int column, Routes routes, TableModel model) {
    Routes.Route route = routes.get(column);
    ColumnValues values = block.columns().get(column);
    if (route.plain() == Routes.NONE || !route.checked() || values.type() == FieldType.STRING) {
      return false;
    }
    TableColumn plain = model.columns().get(route.plain());
    for (int row = 0; row < block.rows(); row++) {
      if (!values.isNull(row) && !Values.fits(values, row, plain)) {
        return true;
      }
    }
    return false;
  }

  /** The inserts for the table as {@code routes} knows it; rows that fit nowhere are refused. */
  public Result build(RouteCache routes, RowRules rules) {
    TableModel model = routes.model();
    RowCheck check = new RowCheck(model, rules);
    Binding binding = new Binding(model, rules);
    List<Refusal> refusals = new ArrayList<>();
    int skipped = 0;
    SeriesTags.Cache known = new SeriesTags.Cache(model);
    Map<String, List<Pending>> bySubtable = new LinkedHashMap<>();
    for (Pending pending : blocks) {
      if (!pending.origin().dropped()) {
        SeriesTags tags = known.of(pending.block().series().tags());
        tags.neverFits().ifPresent(problem -> refuseAll(List.of(pending), problem, refusals));
        skipped += check.check(pending, routes.of(pending.block()), refusals);
        // Series may share a subtable's name: each is asked for its own tags, and one without rows
        // left has no say in what becomes of the others.
        if (pending.refusedCount() < pending.block().rows()) {
          if (tags.doesNotFit().isPresent()) {
            refuseAll(List.of(pending), tags.doesNotFit().get(), refusals);
          } else {
            bySubtable.computeIfAbsent(pending.subtable(), it -> new ArrayList<>(1)).add(pending);
          }
        }
      }
    }
    Map<BitSet, List<SubtableRows>> byColumns = new LinkedHashMap<>();
    bySubtable.forEach(
        (subtable, pendings) -> {
          Object[] tags = known.of(pendings.get(0).block().series().tags()).values();
          rowsOf(pendings, routes, rules)
              .forEach(
                  (columns, rows) ->
                      byColumns
                          .computeIfAbsent(columns, key -> new ArrayList<>())
                          .add(binding.bind(subtable, tags, columns, rows)));
        });
    List<Insert> inserts = new ArrayList<>(byColumns.size());
    byColumns.forEach(
        (columns, subtables) ->
            inserts.add(
                new Insert(model.name(), model.tags(), columnsOf(model, columns), subtables)));
    return new Result(inserts, refusals, skipped);
  }

  /** Refuses every row that is not refused yet. */
  public List<Refusal> refuseAll(Problem problem) {
    List<Refusal> refusals = new ArrayList<>();
    refuseAll(blocks, problem, refusals);
    return refusals;
  }

  private static void refuseAll(List<Pending> blocks, Problem problem, List<Refusal> refusals) {
    for (Pending pending : blocks) {
      for (int row = 0; row < pending.block().rows(); row++) {
        if (!pending.refused(row)) {
          refusals.add(pending.refuse(row, problem));
        }
      }
    }
  }

  private static List<TableColumn> columnsOf(TableModel model, BitSet columns) {
    List<TableColumn> list = new ArrayList<>(columns.cardinality() + 1);
    list.add(model.columns().get(0));
    columns.stream().forEach(i -> list.add(model.columns().get(i)));
    return list;
  }

  /** The rows of one subtable, by the table columns that they have values for. */
  private static Map<BitSet, RowList> rowsOf(
      List<Pending> pendings, RouteCache routes, RowRules rules) {
    Map<BitSet, RowList> byColumns = new LinkedHashMap<>();
    for (Segment segment : Merge.of(pendings, rules.precision())) {
      SeriesBlock block = segment.block();
      Routes ofBlock = routes.of(block);
      if (dense(block) && !segment.anyRefused()) {
        if (block.rows() > 0) {
          byColumns.computeIfAbsent(ofBlock.all(), key -> new RowList()).addAll(segment, ofBlock);
        }
        continue;
      }
      Map<BitSet, RowList> byPresence = new HashMap<>();
      BitSet present = new BitSet();
      for (int row = 0; row < block.rows(); row++) {
        if (segment.refused(row)) {
          continue;
        }
        present.clear();
        for (int i = 0; i < block.columns().size(); i++) {
          present.set(i, !block.columns().get(i).isNull(row));
        }
        RowList rows = byPresence.get(present);
        if (rows == null) {
          BitSet columns = new BitSet();
          present.stream().forEach(i -> columns.or(ofBlock.get(i).fieldColumns()));
          rows = byColumns.computeIfAbsent(columns, key -> new RowList());
          byPresence.put((BitSet) present.clone(), rows);
        }
        rows.add(segment, ofBlock, row);
      }
    }
    return byColumns;
  }

  private static boolean dense(SeriesBlock block) {
    for (ColumnValues values : block.columns()) {
      if (values.presentCount() < block.rows()) {
        return false;
      }
    }
    return true;
  }

  /** A column list's routes in the table as last seen. */
  public static final class RouteCache {
    /** Series of one measurement rarely have more different field sets than this. */
    private static final int MAX_ENTRIES = 2_000;

    private final TableModel model;
    private final TablePlanner planner;
    private final Map<List<Column>, Routes> routes = new HashMap<>();
    private List<Column> lastColumns;
    private Routes last;

    /**
     * @param model the table, or null when it was not seen yet
     */
    public RouteCache(TableModel model, TablePlanner planner) {
      this.model = model;
      this.planner = planner;
    }

    public TableModel model() {
      return model;
    }

    Routes of(SeriesBlock block) {
      if (model == null) {
        return null;
      }
      if (!block.columnList().equals(lastColumns)) {
        if (routes.size() > MAX_ENTRIES) {
          routes.clear();
        }
        lastColumns = block.columnList();
        last = routes.computeIfAbsent(lastColumns, columns -> Routes.of(model, columns, planner));
      }
      return last;
    }
  }
}
