package org.conv4j.nd4j.dl4j;

import java.lang.ref.WeakReference;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the output of a layer's forward pass lies, without keeping it: DL4J does so until the
 * backward pass, as input of the next layer. Whoever changed it in the meantime (noise as dropout
 * of the next layer does, in place) is found out by a checksum.
 */
final class RememberedOutput {

  private final WeakReference<INDArray> input;
  private final WeakReference<INDArray> output;
  private final long checksum;

  private RememberedOutput(INDArray input, DenseArray dense, INDArray output) {
    this.input = new WeakReference<>(input);
    this.output = new WeakReference<>(output);
    this.checksum = NativeMemory.checksum(dense.address(), bytes(output));
  }

  /** Remembers that {@code input} led to {@code output}; null if that is not dense. */
  static RememberedOutput of(INDArray input, INDArray output) {
    return DenseArray.isDense(output)
        ? new RememberedOutput(input, DenseArray.of(output), output)
        : null;
  }

  /** The output, with every bit as it was, if this was its input; null otherwise. */
  INDArray of(INDArray presentInput) {
    INDArray present = output.get();
    if (present == null || input.get() != presentInput || !alive(present)) {
      return null;
    }
    DenseArray dense = DenseArray.of(present);
    return NativeMemory.checksum(dense.address(), bytes(present)) == checksum ? present : null;
  }

  /** Whether the memory of an array is still its own. */
  private static boolean alive(INDArray array) {
    if (array.wasClosed()) {
      return false;
    }
    if (!array.isAttached()) {
      return true;
    }
    MemoryWorkspace workspace = array.data().getParentWorkspace();
    return workspace.isScopeActive()
        && workspace.getGenerationId() == array.data().getGenerationId();
  }

  private static long bytes(INDArray array) {
    return array.length() * array.dataType().width();
  }
}
