package org.conv4j.nd4j;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.conv4j.AbstractConvolution;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.algorithm.PreparedForwardPlan;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.conv4j.nd4j.selection.Choice;
import org.conv4j.nd4j.selection.Findings;
import org.conv4j.nd4j.selection.Selection;
import org.conv4j.nd4j.settings.SystemSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution of ND4J arrays.
 *
 * <p>Operands may be views, permuted, broadcast (stride 0) or in 'f' order, and may be attached to
 * ND4J workspaces; arrays that receive results may be strided, too. Only what is not dense and
 * row-major is copied. Arrays must be FLOAT or DOUBLE, as the problem says, and all the same. New
 * results are made like any ND4J array: inside a workspace, if the calling thread has one open.
 *
 * <p>Which algorithm computes a direction is chosen once, here; {@link #explain()} tells. The
 * default admits what is at least as accurate as a direct sum in the problem's element type.
 * Results depend on problem, algorithm and workspace size, and on neither the number of threads nor
 * anything else that goes on at the same time; those of {@code native}, ND4J's own op, are as ND4J
 * has them.
 *
 * <p>Instances are immutable and may be used by many threads at once.
 */
public final class Nd4jConvolution extends AbstractConvolution<INDArray> {

  private final Selection selection;

  private Nd4jConvolution(Selection selection) {
    super(selection.problem());
    this.selection = selection;
  }

  /** The convolution of {@code problem}, by what suits it best. */
  public static Nd4jConvolution of(ConvProblem problem) {
    return builder(problem).build();
  }

  /** A builder, to force an algorithm or set limits. */
  public static Builder builder(ConvProblem problem) {
    return new Builder(problem);
  }

  /**
   * The name of the algorithm that computes {@code direction}; {@code none} where there is nothing
   * to multiply.
   *
   * @throws AlgorithmDeclinedException if one was forced that declines
   */
  public String algorithm(ConvDirection direction) {
    return chosen(direction, selection.of(direction)).algorithm();
  }

  /**
   * The name of the algorithm that computes the gradients with respect to input and filter together
   * when both are asked for; empty where each is computed by {@link #algorithm} of its own.
   */
  public Optional<String> backwardAlgorithm() {
    return selection.backward().map(Choice.Chosen::algorithm);
  }

  /**
   * Why the forced algorithm does not compute {@code direction}, in words; empty where it does, and
   * where none was forced.
   */
  public Optional<String> refusal(ConvDirection direction) {
    return selection.of(direction) instanceof Choice.Declined<?> declined
        ? Optional.of(declined.reason())
        : Optional.empty();
  }

  /**
   * For each direction the algorithm that computes it, and why each of the others does not; a line
   * for each.
   */
  public String explain() {
    return selection.explain();
  }

  /**
   * A snapshot of {@code filter} to compute outputs with, again and again, without preparing the
   * weights each time. Results are those of {@code forward(input, filter, bias)} with the filter as
   * it is now, bit by bit.
   *
   * @param filter shape {@link ConvProblem#filterShape()}; not kept
   * @throws AlgorithmDeclinedException if an algorithm was forced that declines the direction
   */
  public PreparedFilter prepare(INDArray filter) {
    checkOperand(Operand.FILTER, filter);
    var plan = chosen(ConvDirection.FORWARD, selection.forward()).plan().get();
    try (Staging staging = new Staging()) {
      return new PreparedFilter(this, plan.prepare(staging.read(filter)));
    } finally {
      keepReachable(filter);
    }
  }

  /**
   * The output, with a filter prepared before.
   *
   * @param input shape {@link ConvProblem#inputShape()}
   * @param filter prepared by this convolution
   * @param bias shape {@link ConvProblem#biasShape()}; null exactly when the problem has no bias
   * @return a new array of shape {@link ConvProblem#outputShape()}
   * @throws IllegalArgumentException if another convolution prepared the filter
   */
  public INDArray forward(INDArray input, PreparedFilter filter, INDArray bias) {
    PreparedForwardPlan plan = checkPrepared(input, filter, bias);
    INDArray output = allocate(Operand.OUTPUT);
    computePrepared(plan, input, bias, output);
    return output;
  }

  /** As {@link #forward(INDArray, PreparedFilter, INDArray)}, written to {@code output}. */
  public void forwardInto(INDArray input, PreparedFilter filter, INDArray bias, INDArray output) {
    PreparedForwardPlan plan = checkPrepared(input, filter, bias);
    checkOperand(Operand.OUTPUT, output);
    refuseOverlap(Operand.OUTPUT, output, Operand.INPUT, input);
    if (bias != null) {
      refuseOverlap(Operand.OUTPUT, output, Operand.BIAS, bias);
    }
    computePrepared(plan, input, bias, output);
  }

  private PreparedForwardPlan checkPrepared(INDArray input, PreparedFilter filter, INDArray bias) {
    Objects.requireNonNull(filter, "filter");
    checkOperand(Operand.INPUT, input);
    checkBias(bias);
    return filter.planFor(this);
  }

  private static void computePrepared(
      PreparedForwardPlan plan, INDArray input, INDArray bias, INDArray output) {
    try (Staging staging = new Staging()) {
      plan.execute(
          staging.read(input), bias == null ? null : staging.read(bias), staging.write(output));
      staging.deliver();
    }
    keepReachable(input, bias, output);
    Reference.reachabilityFence(plan);
  }

  @Override
  protected void check(Operand operand, INDArray array) {
    ArrayCheck.check(problem(), operand, array);
  }

  @Override
  protected boolean overlap(INDArray one, INDArray other) {
    return MemoryRange.overlap(one, other);
  }

  @Override
  protected INDArray allocate(Operand operand) {
    return Nd4j.createUninitialized(ArrayCheck.dataType(problem()), operand.shape(problem()), 'c');
  }

  @Override
  protected void computeForward(INDArray input, INDArray filter, INDArray bias, INDArray output) {
    var plan = chosen(ConvDirection.FORWARD, selection.forward()).plan().get();
    try (Staging staging = new Staging()) {
      plan.execute(
          staging.read(input),
          staging.read(filter),
          bias == null ? null : staging.read(bias),
          staging.write(output));
      staging.deliver();
    }
    keepReachable(input, filter, bias, output);
  }

  @Override
  protected void computeInputGradient(
      INDArray filter, INDArray outputGradient, INDArray inputGradient) {
    var plan = chosen(ConvDirection.INPUT_GRADIENT, selection.inputGradient()).plan().get();
    try (Staging staging = new Staging()) {
      plan.execute(
          staging.read(filter), staging.read(outputGradient), staging.write(inputGradient));
      staging.deliver();
    }
    keepReachable(filter, outputGradient, inputGradient);
  }

  @Override
  protected void computeFilterGradient(
      INDArray input, INDArray outputGradient, INDArray filterGradient) {
    var plan = chosen(ConvDirection.FILTER_GRADIENT, selection.filterGradient()).plan().get();
    try (Staging staging = new Staging()) {
      plan.execute(
          staging.read(input), staging.read(outputGradient), staging.write(filterGradient));
      staging.deliver();
    }
    keepReachable(input, outputGradient, filterGradient);
  }

  @Override
  protected void computeBiasGradient(INDArray outputGradient, INDArray biasGradient) {
    var plan = chosen(ConvDirection.BIAS_GRADIENT, selection.biasGradient()).plan().get();
    try (Staging staging = new Staging()) {
      plan.execute(staging.read(outputGradient), staging.write(biasGradient));
      staging.deliver();
    }
    keepReachable(outputGradient, biasGradient);
  }

  @Override
  protected void computeBackward(
      INDArray input, INDArray filter, INDArray outputGradient, ConvGradients<INDArray> gradients) {
    if (selection.backward().isEmpty()) {
      super.computeBackward(input, filter, outputGradient, gradients);
      return;
    }
    var plan = selection.backward().get().plan().get();
    try (Staging inputStaging = new Staging();
        Staging filterStaging = new Staging()) {
      plan.execute(
          inputStaging.read(input),
          filterStaging.read(filter),
          inputStaging.read(outputGradient),
          inputStaging.write(gradients.input()),
          filterStaging.write(gradients.filter()));
      inputStaging.deliver();
      filterStaging.deliver();
    }
    keepReachable(input, filter, outputGradient, gradients.input(), gradients.filter());
    if (problem().bias()) {
      computeBiasGradient(outputGradient, gradients.bias());
    }
  }

  private static <P> Choice.Chosen<P> chosen(ConvDirection direction, Choice<P> choice) {
    if (choice instanceof Choice.Declined<P> declined) {
      throw new AlgorithmDeclinedException(declined.algorithm(), direction, declined.reason());
    }
    return (Choice.Chosen<P>) choice;
  }

  /** Plans work on addresses: until here, nobody may free the memory behind them. */
  private static void keepReachable(INDArray... arrays) {
    for (INDArray array : arrays) {
      Reference.reachabilityFence(array);
    }
  }

  /** Settings of an {@link Nd4jConvolution}; not safe for use by several threads. */
  public static final class Builder {
    private final ConvProblem problem;
    private String algorithm;
    private boolean transforms;
    private long workspaceBytes;
    private Machine machine;
    private AlgorithmTable table;
    private Path findings;

    private Builder(ConvProblem problem) {
      SystemSettings settings = SystemSettings.current();
      this.problem = problem;
      this.transforms = settings.transforms();
      this.workspaceBytes = settings.workspaceBytes();
      this.findings = settings.search().orElse(null);
      this.machine = Machine.current();
      this.table = AlgorithmTable.standard();
    }

    /**
     * Insists on one algorithm, by name, for output, input gradient and filter gradient, accurate
     * or not. What it declines is refused with an {@link AlgorithmDeclinedException}: by {@link
     * #build()} if it declines all three, otherwise when that direction is asked for.
     */
    public Builder algorithm(String name) {
      this.algorithm = name;
      return this;
    }

    /**
     * Whether algorithms that are faster, but less accurate than a direct sum, may be chosen. The
     * default is no, unless the system property {@code conv4j.transforms} is {@code allow}.
     */
    public Builder transforms(boolean allowed) {
      this.transforms = allowed;
      return this;
    }

    /**
     * Temporary memory of each thread, in bytes; at least {@value Limits#LEAST_WORKSPACE_BYTES}.
     * The default is 8 MiB, or what the system property {@code conv4j.workspace} says.
     */
    public Builder workspaceBytes(long bytes) {
      this.workspaceBytes = bytes;
      return this;
    }

    /**
     * Chooses what is fastest on this machine, by timing every algorithm that is accurate enough:
     * up to a few seconds for a problem that {@code findings} does not hold yet, when it is built.
     * What is found is added to the file, and believed at the next start. A file that cannot be
     * read is ignored and left as it is, with a warning in the log.
     *
     * <p>The default is no search, unless the system property {@code conv4j.search} names a file.
     * Which algorithm is found may differ from run to run as long as the file does not hold it.
     *
     * @param findings a text file; need not exist
     */
    public Builder search(Path findings) {
      this.findings = Objects.requireNonNull(findings, "findings");
      return this;
    }

    /** Pretends another machine, for tests of what it would be given. */
    Builder machine(Machine machine) {
      this.machine = machine;
      return this;
    }

    /** Chooses from another table, for tests of what it holds. */
    Builder table(AlgorithmTable table) {
      this.table = table;
      return this;
    }

    /**
     * Chooses the algorithms.
     *
     * @throws AlgorithmDeclinedException if the forced algorithm computes no direction of the
     *     problem
     * @throws IllegalArgumentException if there is no algorithm of the forced name, or the
     *     workspace is too small
     */
    public Nd4jConvolution build() {
      Limits limits = new Limits(workspaceBytes, machine);
      if (algorithm == null && findings != null) {
        return new Nd4jConvolution(
            Selection.search(problem, limits, transforms, table, Findings.in(findings)));
      }
      if (algorithm == null) {
        return new Nd4jConvolution(Selection.choose(problem, limits, transforms, table));
      }
      Selection forced = Selection.force(problem, limits, table.named(algorithm), table);
      if (forced.forward() instanceof Choice.Declined<?>
          && forced.inputGradient() instanceof Choice.Declined<?>
          && forced.filterGradient() instanceof Choice.Declined<?>) {
        chosen(ConvDirection.FORWARD, forced.forward());
      }
      return new Nd4jConvolution(forced);
    }
  }
}
