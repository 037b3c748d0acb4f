package io.github.influx2tdengine.replicator.command;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; classes run from a directory have none. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"influx2tdengine " + (version == null ? "(not packaged)" : version)};
  }
}
