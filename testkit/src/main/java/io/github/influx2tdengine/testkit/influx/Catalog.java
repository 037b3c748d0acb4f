package io.github.influx2tdengine.testkit.influx;

import java.util.List;
import java.util.Optional;

/** The databases that a request may see: of 1.x all, of 2.x what DBRP mappings make of buckets. */
interface Catalog {
  List<String> databaseNames();

  Optional<Store.Database> database(String name);
}
