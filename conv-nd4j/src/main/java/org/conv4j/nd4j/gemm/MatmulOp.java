package org.conv4j.nd4j.gemm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Pointer;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * ND4J's op {@code matmul} by address, on the calling thread alone: the way to oneDNN's matrix
 * products on a library that has it.
 *
 * <p>The op is handed addresses and the shapes of dense matrices, and nothing else is allocated:
 * with an {@code INDArray} for each operand a call took 20 us, and now takes 5.
 */
final class MatmulOp {

  private static final NativeOps NATIVE_OPS = NativeOpsHolder.getInstance().getDeviceNativeOps();

  private static final NativeOpExecutioner EXECUTIONER = new NativeOpExecutioner();

  private static final long HASH = DynamicCustomOp.builder("matmul").build().opHash();

  private static final ThreadLocal<Contexts> CONTEXTS = ThreadLocal.withInitial(Contexts::new);

  private static final Map<Shape, DataBuffer> SHAPES = new ConcurrentHashMap<>();

  private MatmulOp() {}

  /**
   * {@code c = a * b}, or {@code c += a * b} where {@code accumulate}, of float32 matrices.
   *
   * @param a {@link #dense}
   * @param b dense
   * @param c dense and {@linkplain Matrix#rowMajor row-major}; shares memory with neither
   * @throws IllegalStateException if the op fails
   */
  static void multiply(Matrix a, Matrix b, boolean accumulate, Matrix c) {
    OpenMp.onOneThread(() -> call(CONTEXTS.get().of(accumulate), a, b, c));
  }

  private static void call(OpaqueContext context, Matrix a, Matrix b, Matrix c) {
    try {
      NATIVE_OPS.setGraphContextInputArray(context, 0, elements(a), shape(a), null, null);
      NATIVE_OPS.setGraphContextInputArray(context, 1, elements(b), shape(b), null, null);
      NATIVE_OPS.setGraphContextOutputArray(context, 0, elements(c), shape(c), null, null);
      if (NATIVE_OPS.execCustomOp2(null, HASH, context) != 0) {
        throw new IllegalStateException(
            "ND4J's matmul failed for %d x %d times %d x %d: %s"
                .formatted(
                    a.rows(), a.columns(), b.rows(), b.columns(), NATIVE_OPS.lastErrorMessage()));
      }
    } finally {
      NATIVE_OPS.ctxPurge(context);
    }
  }

  /**
   * Whether there is nothing between the rows (or columns) of {@code matrix}, and more than one of
   * either: the op takes a single one for a vector.
   */
  static boolean dense(Matrix matrix) {
    return matrix.rows() > 1
        && matrix.columns() > 1
        && matrix.leadingDimension() == (matrix.rowMajor() ? matrix.columns() : matrix.rows());
  }

  private static Pointer elements(Matrix matrix) {
    return NativeMemory.floats(matrix.address());
  }

  private static Pointer shape(Matrix matrix) {
    return SHAPES
        .computeIfAbsent(
            new Shape(matrix.rows(), matrix.columns(), matrix.rowMajor()), Shape::information)
        .addressPointer();
  }

  /** A dense matrix, as ND4J describes it; described once, and kept by ND4J for ever. */
  private record Shape(long rows, long columns, boolean rowMajor) {

    DataBuffer information() {
      return Nd4j.getShapeInfoProvider()
          .createShapeInformation(
              new long[] {rows, columns},
              rowMajor ? new long[] {columns, 1} : new long[] {1, rows},
              1,
              rowMajor ? 'c' : 'f',
              DataType.FLOAT,
              false)
          .getFirst();
    }
  }

  /** One thread's calls: the op's factor of what c held is set once for each. */
  private static final class Contexts {
    private final OpContext replacing = context(0);
    private final OpContext adding = context(1);

    OpaqueContext of(boolean accumulate) {
      return (OpaqueContext) (accumulate ? adding : replacing).contextPointer();
    }

    private static OpContext context(double factorOfResult) {
      OpContext context = EXECUTIONER.buildContext();
      context.setTArguments(1, factorOfResult);
      context.shapeFunctionOverride(true);
      return context;
    }
  }
}
