package io.github.influx2tdengine.testkit.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A small world that a person can read: weather stations, machines of a plant, trips of buses, and
 * a log of events, with tags, all types of fields and unicode, one point a minute.
 *
 * @param begin time of the first minute
 * @param minutes how long it lasts
 */
public record DemoData(Instant begin, int minutes) {
  private static final long MINUTE = 60_000_000_000L;
  private static final List<String> CITIES = List.of("Zürich", "São Paulo", "北京", "Reykjavík");
  private static final List<String> EVENTS =
      List.of("started", "stopped: \"no input\"", "temperature > 80 °C", "serviced 🔧", "再起動");

  /** A day from 2026-01-01 on. */
  public DemoData() {
    this(Instant.parse("2026-01-01T00:00:00Z"), 24 * 60);
  }

  /** The exclusive end of the data. */
  public Instant end() {
    return begin.plusNanos(minutes * MINUTE);
  }

  public List<String> measurements() {
    return List.of("bus", "events", "machine", "weather");
  }

  /** Lines with times in nanoseconds, ordered by time. */
  public Stream<String> lines() {
    return IntStream.range(0, minutes).boxed().flatMap(this::minute);
  }

  private Stream<String> minute(int minute) {
    long time = begin.getEpochSecond() * 1_000_000_000L + begin.getNano() + minute * MINUTE;
    SplittableRandom random = new SplittableRandom(minute);
    List<String> lines = new ArrayList<>();
    for (String city : CITIES) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("temperature", Math.round(100 * (10 + 8 * Math.sin(minute / 229.0))) / 100.0);
      fields.put("humidity", 40L + random.nextInt(40));
      fields.put("rain", random.nextInt(10) == 0);
      lines.add(LineText.line("weather", Map.of("city", city), fields, time));
    }
    for (int machine = 1; machine <= 3; machine++) {
      Map<String, String> tags = new LinkedHashMap<>();
      tags.put("line", machine == 3 ? "B" : "A");
      tags.put("machine", "press " + machine);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("pieces", (long) minute * machine);
      fields.put("power", random.nextInt(9_000) / 10.0);
      if (minute % 5 == 0) {
        fields.put("state", random.nextBoolean() ? "running" : "idle");
      }
      lines.add(LineText.line("machine", tags, fields, time));
    }
    Map<String, Object> position = new LinkedHashMap<>();
    position.put("lat", 47.3 + random.nextInt(1_000) / 10_000.0);
    position.put("lon", 8.5 + random.nextInt(1_000) / 10_000.0);
    position.put("doors_open", random.nextInt(4) == 0);
    lines.add(LineText.line("bus", Map.of("route", "33", "bus", "b" + minute % 4), position, time));
    if (minute % 15 == 0) {
      String text = EVENTS.get(random.nextInt(EVENTS.size()));
      // Events have no tags and a time of their own, down to the nanosecond.
      lines.add(
          LineText.line("events", Map.of(), Map.of("text", text), time + random.nextLong(MINUTE)));
    }
    return lines.stream();
  }
}
