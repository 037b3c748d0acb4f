package io.github.influx2tdengine.replicator.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Three free ports on the loopback interface. They may differ from run to run: nothing that is kept
 * on disk names them.
 */
record LoopbackPorts(int controller, int broker, int rest) {
  static final String HOST = "127.0.0.1";

  static LoopbackPorts free() {
    // All three are held at once, so that no two are the same.
    try (ServerSocket controller = bind();
        ServerSocket broker = bind();
        ServerSocket rest = bind()) {
      return new LoopbackPorts(
          controller.getLocalPort(), broker.getLocalPort(), rest.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  private static ServerSocket bind() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName(HOST));
  }

  /** The same with another port for the REST interface; 0 leaves the free one. */
  LoopbackPorts withRest(int port) {
    return port == 0 ? this : new LoopbackPorts(controller, broker, port);
  }

  String bootstrapServers() {
    return HOST + ":" + broker;
  }
}
