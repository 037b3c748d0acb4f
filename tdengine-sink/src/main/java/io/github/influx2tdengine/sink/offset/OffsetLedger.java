package io.github.influx2tdengine.sink.offset;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which records are accounted for: written, refused with a report that is done, or skipped on
 * purpose. Used by the task's thread; entries are completed from any thread.
 *
 * @param <P> what a partition is known by
 */
public final class OffsetLedger<P> {
  private final Map<P, Track> tracks = new HashMap<>();

  /** One record: done when everything begun for it has been finished. */
  public static final class Entry {
    private final long offset;
    private final AtomicInteger open = new AtomicInteger(1);
    private volatile boolean dropped;

    private Entry(long offset) {
      this.offset = offset;
    }

    public long offset() {
      return offset;
    }

    /** Something more has to happen before the record is accounted for. */
    public void begin() {
      open.incrementAndGet();
    }

    /** Ends what {@link #begin()}, or the record's arrival, began. */
    public void finish() {
      open.decrementAndGet();
    }

    boolean done() {
      return open.get() == 0;
    }

    /**
     * True when the partition was taken away: whatever is left of the record is not our business.
     */
    public boolean dropped() {
      return dropped;
    }
  }

  private static final class Track {
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long next;
  }

  /** A record has arrived; it counts as open until {@link Entry#finish()}. */
  public Entry arrived(P partition, long offset) {
    Track track = tracks.computeIfAbsent(partition, key -> new Track());
    Entry entry = new Entry(offset);
    track.entries.add(entry);
    track.next = offset + 1;
    return entry;
  }

  /** For each partition the first offset not accounted for: the one to go on from. */
  public Map<P, Long> committable() {
    Map<P, Long> offsets = new HashMap<>();
    tracks.forEach(
        (partition, track) -> {
          while (!track.entries.isEmpty() && track.entries.peek().done()) {
            track.entries.remove();
          }
          offsets.put(
              partition, track.entries.isEmpty() ? track.next : track.entries.peek().offset());
        });
    return offsets;
  }

  /** True when nothing of any partition is open. */
  public boolean settled() {
    return tracks.values().stream().allMatch(track -> track.entries.stream().allMatch(Entry::done));
  }

  /** The partition is no longer ours: its records are forgotten, their rows need not be written. */
  public void drop(P partition) {
    Track track = tracks.remove(partition);
    if (track != null) {
      track.entries.forEach(entry -> entry.dropped = true);
    }
  }
}
