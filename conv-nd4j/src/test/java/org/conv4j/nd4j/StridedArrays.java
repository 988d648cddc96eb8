package org.conv4j.nd4j;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Ways in which an array of some shape can lie in memory other than dense and row-major. */
enum StridedArrays {
  /** Dense and row-major, for comparison. */
  DENSE {
    @Override
    INDArray empty(INDArray like) {
      return Nd4j.create(like.dataType(), like.shape());
    }
  },
  /** Column-major. */
  F_ORDER {
    @Override
    INDArray empty(INDArray like) {
      return Nd4j.create(like.dataType(), like.shape(), 'f');
    }
  },
  /** A permutation of an array with its axes in reverse. */
  PERMUTED {
    @Override
    INDArray empty(INDArray like) {
      int rank = like.rank();
      int[] reverse = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
      long[] shape = Arrays.stream(reverse).mapToLong(like::size).toArray();
      return Nd4j.create(like.dataType(), shape).permute(reverse);
    }
  },
  /** A permutation that leaves the innermost axis where it is. */
  OUTER_AXES_PERMUTED {
    @Override
    INDArray empty(INDArray like) {
      int rank = like.rank();
      if (rank < 3) {
        return Nd4j.create(like.dataType(), like.shape());
      }
      int[] swap = IntStream.range(0, rank).toArray();
      swap[0] = 1;
      swap[1] = 0;
      long[] shape = Arrays.stream(swap).mapToLong(like::size).toArray();
      return Nd4j.create(like.dataType(), shape).permute(swap);
    }
  },
  /** The inside of an array with a margin on every side. */
  INSIDE {
    @Override
    INDArray empty(INDArray like) {
      long[] shape = Arrays.stream(like.shape()).map(size -> size + 3).toArray();
      INDArrayIndex[] inside =
          Arrays.stream(like.shape())
              .mapToObj(size -> NDArrayIndex.interval(1, size + 1))
              .toArray(INDArrayIndex[]::new);
      return Nd4j.valueArrayOf(shape, Double.NaN, like.dataType()).get(inside);
    }
  },
  /** Every second element along every axis. */
  EVERY_SECOND {
    @Override
    INDArray empty(INDArray like) {
      long[] shape = Arrays.stream(like.shape()).map(size -> 2 * size).toArray();
      INDArray all = Nd4j.valueArrayOf(shape, Double.NaN, like.dataType());
      long[] strides = Arrays.stream(all.stride()).map(stride -> 2 * stride).toArray();
      long first = Arrays.stream(all.stride()).sum();
      return Nd4j.create(all.data(), like.shape(), strides, first, 'c');
    }
  },
  /** Dense, but in the middle of a larger buffer. */
  OFFSET {
    @Override
    INDArray empty(INDArray like) {
      INDArray buffer =
          Nd4j.valueArrayOf(new long[] {like.length() + 5}, Double.NaN, like.dataType());
      return buffer.get(NDArrayIndex.interval(3, 3 + like.length())).reshape('c', like.shape());
    }
  };

  /** An array of the type and shape of {@code like}, to be written. */
  abstract INDArray empty(INDArray like);

  /** An array with the values of {@code values}. */
  final INDArray of(INDArray values) {
    INDArray array = empty(values);
    array.assign(values);
    return array;
  }
}
