package org.conv4j.nd4j.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Makes the result a rate: with nanoseconds as the unit, billions of numbers a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Floats {

  /** Numbers that go in. */
  public long floats;

  /** For JMH. */
  public Floats() {}
}
