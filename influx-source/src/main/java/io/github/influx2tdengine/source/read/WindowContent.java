package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.points.PackedBlock;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** What a window holds, complete: its points in blocks, each of one series. */
public final class WindowContent {
  private final List<RowBlock> blocks;
  private final BlockMaker maker;
  private final Function<RowBlock, List<String>> columns;
  private final long points;
  private final long memory;
  private final int series;

  /** Makes a block for the way out from one as it came in. */
  interface BlockMaker {
    PackedBlock make(RowBlock block);
  }

  /**
   * @param columns names a block's columns, the time left out, so that a name means one field and
   *     type
   */
  WindowContent(List<RowBlock> blocks, BlockMaker maker, Function<RowBlock, List<String>> columns) {
    this.blocks = blocks;
    this.maker = maker;
    this.columns = columns;
    long rows = 0;
    long bytes = 0;
    int keys = 0;
    RowBlock previous = null;
    for (RowBlock block : blocks) {
      rows += block.rows();
      bytes += block.memory();
      if (previous == null || !previous.series().equals(block.series())) {
        keys++;
      }
      previous = block;
    }
    this.points = rows;
    this.memory = bytes;
    this.series = keys;
  }

  public boolean isEmpty() {
    return points == 0;
  }

  public long points() {
    return points;
  }

  /** About the bytes it takes up in memory. */
  public long memory() {
    return memory;
  }

  /** How many series have points in it. */
  public int series() {
    return series;
  }

  /** Shows every point. */
  public void visit(PointVisitor visitor) {
    for (RowBlock block : blocks) {
      List<String> names = columns.apply(block);
      visitor.series(block.series(), names);
      byte[] bytes = block.buffer();
      int at = block.offset();
      for (int row = 0; row < block.rows(); row++) {
        at += Packed.rowHeaderSize(bytes, at);
        long time = Packed.integer(bytes, at);
        at += Packed.size(bytes, at);
        for (int i = 0; i < names.size(); i++) {
          int size = Packed.size(bytes, at);
          if (!Packed.isNil(bytes, at)) {
            visitor.value(i, bytes, at, size);
          }
          at += size;
        }
        visitor.point(time);
      }
    }
  }

  /** The blocks, each made when it is asked for. */
  public Iterable<PackedBlock> blocks() {
    return () -> {
      Iterator<RowBlock> rest = blocks.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rest.hasNext();
        }

        @Override
        public PackedBlock next() {
          return maker.make(rest.next());
        }
      };
    };
  }
}
