package io.github.influx2tdengine.replicator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What a command says: lines for people and, at the end, one JSON object for machines. With JSON,
 * standard output holds that object only and the lines go to standard error.
 */
public final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final PrintStream lines;
  private final PrintStream results;
  private final boolean json;
  private final boolean terminal;
  private int shown;

  public Console(PrintStream out, PrintStream err, boolean json, boolean terminal) {
    this.lines = json ? err : out;
    this.results = out;
    this.json = json;
    this.terminal = terminal;
  }

  public boolean terminal() {
    return terminal;
  }

  public synchronized void line(String text) {
    clear();
    lines.println(text);
    lines.flush();
  }

  /** Lines that the next ones replace; on a terminal only. */
  public synchronized void replace(List<String> block) {
    clear();
    block.forEach(lines::println);
    lines.flush();
    shown = block.size();
  }

  private void clear() {
    if (shown > 0) {
      lines.printf(UP_AND_CLEAR, shown);
      shown = 0;
    }
  }

  /** Lets the block shown last stand. */
  public synchronized void keep() {
    shown = 0;
  }

  /** Prints the object where JSON was asked for. */
  public synchronized void result(Map<String, ?> object) {
    if (json) {
      try {
        results.println(JSON.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("result cannot be written as JSON", e);
      }
      results.flush();
    }
  }
}
