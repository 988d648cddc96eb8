package org.conv4j.verify.framework.nd4j;

import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Repeatable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Calls whose results lie in an ND4J workspace, each in the memory of the last: ND4J's way to reuse
 * memory, and the one that DL4J's networks take.
 */
public final class InWorkspace implements Repeatable.Call {

  /** Memory for what one run makes, and kept for the next. */
  public static final WorkspaceConfiguration REUSED =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyAllocation(AllocationPolicy.STRICT)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  private static final String NAME = "conv4j-results";

  private final Repeatable.Call call;
  private MemoryWorkspace workspace;

  /**
   * {@code call} in the workspace that all calls of this thread share.
   *
   * @param call whose results are given back with the workspace, and not by its {@code discard}
   */
  public InWorkspace(Repeatable.Call call) {
    this.call = call;
  }

  @Override
  public String algorithm() {
    return call.algorithm();
  }

  @Override
  public void before() {
    call.before();
    workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(REUSED, NAME);
  }

  @Override
  public void run() {
    call.run();
  }

  @Override
  public Tensor result(ConvDirection direction) {
    return call.result(direction);
  }

  @Override
  public void discard() {
    call.discard();
    workspace.close();
  }
}
