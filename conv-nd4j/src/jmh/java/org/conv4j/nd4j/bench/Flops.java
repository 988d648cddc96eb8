package org.conv4j.nd4j.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Makes the result a rate: with nanoseconds as the unit, GFLOP/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Flops {

  /** Additions and multiplications. */
  public long flops;

  /** For JMH. */
  public Flops() {}
}
