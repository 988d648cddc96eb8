package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.OperandGenerator;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.ChannelSums;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FakeFramework;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.Timing;

/** A framework that computes rightly and says how long it took without looking at a clock. */
public class FakeTiming implements Timing {

  private final double lap;
  private final List<String> asked = new ArrayList<>();
  private ConvCase prepared;

  /** One that takes {@code lap} milliseconds for everything. */
  public FakeTiming(double lap) {
    this.lap = lap;
  }

  /** A session with it. */
  public static FrameworkSession session(String id, Timing timing) {
    return new FakeFramework(id) {
      @Override
      public Optional<Timing> timing() {
        return Optional.of(timing);
      }
    };
  }

  /** What it was asked, in order. */
  List<String> asked() {
    return asked;
  }

  @Override
  public Result<ConvCase> prepare(ConvCase convCase) {
    asked.add("prepare");
    prepared = convCase;
    return new Done<>(convCase);
  }

  @Override
  public Result<Checked> check(Computation computation) {
    asked.add("check " + computation.id());
    Map<ConvDirection, Tensor> sums = new EnumMap<>(ConvDirection.class);
    ConvProblem problem = prepared.problem();
    for (ConvDirection direction : computation.directions(problem)) {
      Tensor result =
          Directions.compute(
              new DirectReference(problem), direction, OperandGenerator.generate(prepared));
      sums.put(direction, new ChannelSums(problem, direction).of(changed(result)));
    }
    return new Done<>(new Checked("loops", lap, sums));
  }

  /** What it passes off as its result. */
  protected Tensor changed(Tensor right) {
    return right;
  }

  @Override
  public Result<List<Double>> time(Computation computation, int repetitions, Duration span) {
    asked.add("time " + computation.id());
    return new Done<>(List.of(lap));
  }

  @Override
  public Result<List<Double>> gemm(int size, int repetitions) {
    return new Not<>(new Answer.Declined("no matrix product"));
  }

  @Override
  public Duration processorTime() {
    return Duration.ZERO;
  }
}
