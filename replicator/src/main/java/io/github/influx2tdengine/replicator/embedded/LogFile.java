package io.github.influx2tdengine.replicator.embedded;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Sends what broker, worker, connectors and drivers log into one file, so that the console has our
 * own lines only. At most 4 files of 10 MB are kept.
 */
public final class LogFile {
  private LogFile() {}

  /**
   * Logs nothing until there is a file: what goes wrong before is told in a sentence, and drivers
   * would print their traces beside it.
   */
  public static void none() {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.OFF);
    builder.setShutdownHook("disable");
    builder.add(builder.newRootLogger(Level.OFF));
    Configurator.reconfigure(builder.build());
  }

  public static void use(Path file) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR);
    // The log has to see the end: it is stopped with the process, not at the first signal.
    builder.setShutdownHook("disable");
    builder.add(
        builder
            .newAppender("file", RollingFileAppender.PLUGIN_NAME)
            .addAttribute("fileName", file.toString())
            .addAttribute("filePattern", file + ".%i")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", "%d{ISO8601}{UTC}Z %p %c{1} [%t] %m%n%ex"))
            .addComponent(
                builder
                    .newComponent("Policies")
                    .addComponent(
                        builder
                            .newComponent("SizeBasedTriggeringPolicy")
                            .addAttribute("size", "10MB")))
            .addComponent(
                builder.newComponent("DefaultRolloverStrategy").addAttribute("max", "3")));
    builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef("file")));
    builder.add(builder.newLogger("io.github.influx2tdengine", Level.INFO));
    // Which task began, failed and ended; who joined which group is more than anyone reads.
    builder.add(
        builder.newLogger(
            "org.apache.kafka.connect.runtime.distributed.DistributedHerder", Level.INFO));
    // Every setting that a client does not know is a warning each time one is made.
    builder.add(builder.newLogger("org.apache.kafka.clients.admin.AdminClientConfig", Level.ERROR));
    Configurator.reconfigure(builder.build());
  }
}
