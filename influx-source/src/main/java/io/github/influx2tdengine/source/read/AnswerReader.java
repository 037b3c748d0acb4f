package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.source.read.InfluxException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an InfluxQL answer in MessagePack: documents one after another, each {@code {results:
 * [{statement_id, series: [{name, tags, columns, values, partial}], partial, error}]}}. The answer
 * is whole only when no error was in it, the last result was not partial, and the stream ended
 * exactly behind a document; anything else is an exception, never an end.
 */
final class AnswerReader {
  /** Takes what an answer holds, in its order. */
  interface Rows {
    /** Rows of this series follow, perhaps again after others were cut in between. */
    void series(String name, Map<String, String> tags, List<String> columns) throws IOException;

    /** Whole rows of the series, as they stand in {@link MessageInput#buffer()}. */
    void rows(byte[] buffer, int offset, int length, int count) throws IOException;
  }

  private final MessageInput input;
  private final Rows rows;
  private List<String> columns = List.of();
  private boolean partial;

  private AnswerReader(InputStream in, Rows rows) {
    this.input = new MessageInput(in);
    this.rows = rows;
  }

  /**
   * @throws InfluxException when the answer reports an error or is not whole
   * @throws IOException what {@code rows} throws, or the network
   */
  static void read(InputStream in, Rows rows) throws IOException {
    AnswerReader reader = new AnswerReader(in, rows);
    try {
      reader.documents();
    } catch (InfluxException e) {
      throw e;
    } catch (EOFException e) {
      throw new InfluxException(
          Kind.TRANSIENT,
          // The message is ours, or none where compressed data end early.
          "InfluxDB's answer was cut short"
              + (e.getMessage() == null ? " within compressed data" : ": " + e.getMessage()),
          e);
    }
  }

  private void documents() throws IOException {
    int documents = 0;
    while (!input.atEnd()) {
      try {
        document();
      } catch (BrokenAnswer e) {
        throw new InfluxException(Kind.TRANSIENT, e.getMessage(), e);
      }
      documents++;
    }
    if (documents == 0) {
      throw new InfluxException(Kind.TRANSIENT, "InfluxDB's answer was empty");
    }
    if (partial) {
      throw new InfluxException(
          Kind.TRANSIENT,
          "InfluxDB's answer was cut short: it ended after a document that says more follows ("
              + input.position()
              + " bytes)");
    }
  }

  private void document() throws IOException {
    int entries = input.mapHeader();
    for (int i = 0; i < entries; i++) {
      switch (input.string()) {
        case "results" -> {
          int results = input.arrayHeader();
          for (int r = 0; r < results; r++) {
            result();
          }
        }
        case "error" -> throw error(input.string());
        default -> input.skip();
      }
    }
  }

  private void result() throws IOException {
    partial = false;
    int entries = input.mapHeader();
    for (int i = 0; i < entries; i++) {
      switch (input.string()) {
        case "series" -> {
          int series = input.arrayHeader();
          for (int s = 0; s < series; s++) {
            series();
          }
        }
        case "partial" -> partial = input.bool();
        case "error" -> throw error(input.string());
        default -> input.skip();
      }
    }
  }

  private static InfluxException error(String text) {
    return new InfluxException(
        ErrorText.kind(text), "InfluxDB reported: " + ErrorText.excerpt(text));
  }

  private void series() throws IOException {
    String name = "";
    Map<String, String> tags = Map.of();
    boolean named = false;
    int entries = input.mapHeader();
    for (int i = 0; i < entries; i++) {
      switch (input.string()) {
        case "name" -> name = input.string();
        case "tags" -> tags = tags();
        case "columns" -> {
          columns = columns();
          named = true;
        }
        case "values" -> {
          if (!named) {
            throw new BrokenAnswer("InfluxDB's answer has values before their columns");
          }
          values(name, tags);
        }
        default -> input.skip();
      }
    }
  }

  private Map<String, String> tags() throws IOException {
    int size = input.mapHeader();
    Map<String, String> tags = new LinkedHashMap<>(Math.min(64, size * 2));
    for (int i = 0; i < size; i++) {
      tags.put(input.string(), input.string());
    }
    return tags;
  }

  /** The columns, as the list they were last time where they are the same. */
  private List<String> columns() throws IOException {
    int size = input.arrayHeader();
    List<String> read = new ArrayList<>(Math.min(size, 4096));
    for (int i = 0; i < size; i++) {
      read.add(i < columns.size() ? input.string(columns.get(i)) : input.string());
    }
    return read.equals(columns) ? columns : List.copyOf(read);
  }

  private void values(String name, Map<String, String> tags) throws IOException {
    int count = input.arrayHeader();
    rows.series(name, tags, columns);
    int done = 0;
    while (done < count) {
      int taken = input.rows(count - done, columns.size());
      rows.rows(input.buffer(), input.runStart(), input.runLength(), taken);
      done += taken;
    }
  }
}
