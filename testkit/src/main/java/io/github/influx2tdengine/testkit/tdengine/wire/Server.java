package io.github.influx2tdengine.testkit.tdengine.wire;

import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.store.Store;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens on a port of the loopback address and gives each connection its handlers. */
public final class Server implements AutoCloseable {
  /** The driver's own bound on a frame. */
  private static final int FRAME_BYTES = 100 << 20;

  private final Store store;
  private final Faults faults;
  private final String user;
  private final String password;
  private final EventLoopGroup acceptor = new NioEventLoopGroup(1);
  private final EventLoopGroup workers = new NioEventLoopGroup();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final int port;
  private Channel listener;

  public Server(Store store, Faults faults, String user, String password) throws IOException {
    this.store = store;
    this.faults = faults;
    this.user = user;
    this.password = password;
    try {
      listener = listen(0);
    } catch (RuntimeException notBound) {
      close();
      throw new IOException("no free port on the loopback address", notBound);
    }
    port = ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private Channel listen(int onPort) {
    return new ServerBootstrap()
        .group(acceptor, workers)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                connections.add(channel);
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(FRAME_BYTES),
                        new WebSocketServerProtocolHandler(
                            WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/ws")
                                .maxFramePayloadLength(FRAME_BYTES)
                                .build()),
                        new WebSocketFrameAggregator(FRAME_BYTES),
                        new WebSocketSession(store, faults, user, password),
                        new HttpRequests(store, faults, user, password));
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort))
        .syncUninterruptibly()
        .channel();
  }

  public int port() {
    return port;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  public void dropConnections() {
    connections.close().awaitUninterruptibly();
  }

  public synchronized void refuseConnections() {
    listener.close().syncUninterruptibly();
  }

  public synchronized void acceptConnections() {
    if (!listener.isOpen()) {
      listener = listen(port);
    }
  }

  public int connections() {
    return connections.size();
  }

  @Override
  public synchronized void close() {
    if (listener != null) {
      listener.close().awaitUninterruptibly();
    }
    connections.close().awaitUninterruptibly();
    acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    workers.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
