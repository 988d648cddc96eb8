package org.conv4j.nd4j.gemm;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.conv4j.ElementType;
import org.conv4j.nd4j.workspace.NativeMemory;

/**
 * Matrix products by address, in row-major order, each on the calling thread alone: with any number
 * of threads that share the work, the same blocks give the same bits. BLAS computes them, or oneDNN
 * where ND4J's library has it and it {@linkplain ProductByOneDnn is faster}.
 *
 * <p>An instance holds BLAS at one thread a call until it is closed, and may be used by many
 * threads in between:
 *
 * <pre>{@code
 * try (Gemm gemm = Gemm.open()) {
 *   workers.run(tasks, (task, frame) -> gemm.multiply(...));
 * }
 * }</pre>
 */
public final class Gemm implements MatrixProduct {

  private static final BlasThreads THREADS = blasThreads();

  private boolean open = true;

  private Gemm() {
    THREADS.hold();
  }

  private static BlasThreads blasThreads() {
    OpenBlasThreads threads = new OpenBlasThreads();
    return new BlasThreads(threads::get, threads::set);
  }

  /** Opens the door. */
  public static Gemm open() {
    return new Gemm();
  }

  /**
   * {@code c = a * b}, or {@code c += a * b} where {@code accumulate}. With {@code op(a)} of {@code
   * rows} x {@code depth} and {@code op(b)} of {@code depth} x {@code columns}, {@code op} being
   * transposition where asked for.
   *
   * @param a address of the first element of a
   * @param aStride elements from one row of a, as it is stored, to the next
   * @param b address of the first element of b
   * @param bStride elements from one row of b, as it is stored, to the next
   * @param c address of the first element of c
   * @param cStride elements from one row of c to the next
   * @throws ArithmeticException if a size exceeds the 32 bits that BLAS has for it
   */
  public void multiply(
      ElementType type,
      boolean transposeA,
      boolean transposeB,
      long rows,
      long columns,
      long depth,
      long a,
      long aStride,
      long b,
      long bStride,
      boolean accumulate,
      long c,
      long cStride) {
    int transA = transposeA ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    int transB = transposeB ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    int m = Math.toIntExact(rows);
    int n = Math.toIntExact(columns);
    int k = Math.toIntExact(depth);
    int lda = Math.toIntExact(aStride);
    int ldb = Math.toIntExact(bStride);
    int ldc = Math.toIntExact(cStride);
    switch (type) {
      case FLOAT32 ->
          openblas_nolapack.cblas_sgemm(
              openblas_nolapack.CblasRowMajor,
              transA,
              transB,
              m,
              n,
              k,
              1,
              NativeMemory.floats(a),
              lda,
              NativeMemory.floats(b),
              ldb,
              accumulate ? 1 : 0,
              NativeMemory.floats(c),
              ldc);
      case FLOAT64 ->
          openblas_nolapack.cblas_dgemm(
              openblas_nolapack.CblasRowMajor,
              transA,
              transB,
              m,
              n,
              k,
              1,
              NativeMemory.doubles(a),
              lda,
              NativeMemory.doubles(b),
              ldb,
              accumulate ? 1 : 0,
              NativeMemory.doubles(c),
              ldc);
    }
  }

  @Override
  public void multiply(Matrix a, Matrix b, boolean accumulate, Matrix c) {
    if (!c.rowMajor()) {
      multiply(b.transpose(), a.transpose(), accumulate, c.transpose());
      return;
    }
    if (ProductByOneDnn.suits(a, b, c)) {
      MatmulOp.multiply(a, b, accumulate, c);
      return;
    }
    multiply(
        c.memory().elementType(),
        !a.rowMajor(),
        !b.rowMajor(),
        c.rows(),
        c.columns(),
        a.columns(),
        a.address(),
        a.leadingDimension(),
        b.address(),
        b.leadingDimension(),
        accumulate,
        c.address(),
        c.leadingDimension());
  }

  /**
   * Copies {@code count} elements from one address to another, one every {@code fromStride}
   * elements to one every {@code toStride}. Stride 0 at the source repeats its one element.
   *
   * @throws ArithmeticException if a number exceeds the 32 bits that BLAS has for it
   */
  public void copy(
      ElementType type, long count, long from, long fromStride, long to, long toStride) {
    int n = Math.toIntExact(count);
    int fromStep = Math.toIntExact(fromStride);
    int toStep = Math.toIntExact(toStride);
    switch (type) {
      case FLOAT32 ->
          openblas_nolapack.cblas_scopy(
              n, NativeMemory.floats(from), fromStep, NativeMemory.floats(to), toStep);
      case FLOAT64 ->
          openblas_nolapack.cblas_dcopy(
              n, NativeMemory.doubles(from), fromStep, NativeMemory.doubles(to), toStep);
    }
  }

  /**
   * Adds {@code count} elements at one address to those at another.
   *
   * @throws ArithmeticException if {@code count} exceeds the 32 bits that BLAS has for it
   */
  public void add(ElementType type, long count, long from, long to) {
    int n = Math.toIntExact(count);
    switch (type) {
      case FLOAT32 ->
          openblas_nolapack.cblas_saxpy(
              n, 1, NativeMemory.floats(from), 1, NativeMemory.floats(to), 1);
      case FLOAT64 ->
          openblas_nolapack.cblas_daxpy(
              n, 1, NativeMemory.doubles(from), 1, NativeMemory.doubles(to), 1);
    }
  }

  /** Dot products on the calling thread alone, until this is closed. */
  public DotProduct dotProduct() {
    return new DotProduct();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      THREADS.release();
    }
  }
}
