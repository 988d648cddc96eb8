package org.conv4j.check;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.Tensor;

/** A plain float32 convolution, as different libraries would add it up. */
final class HonestFloat32 {

  /** An order of summation. */
  enum Order {
    FORWARDS {
      @Override
      float sum(List<float[]> products) {
        float sum = 0;
        for (float[] product : products) {
          sum += product[0] * product[1];
        }
        return sum;
      }
    },
    BACKWARDS_FUSED {
      @Override
      float sum(List<float[]> products) {
        float sum = 0;
        for (int i = products.size() - 1; i >= 0; i--) {
          sum = Math.fma(products.get(i)[0], products.get(i)[1], sum);
        }
        return sum;
      }
    },
    EIGHT_LANES_FUSED {
      @Override
      float sum(List<float[]> products) {
        float[] lanes = new float[8];
        for (int i = 0; i < products.size(); i++) {
          lanes[i % 8] = Math.fma(products.get(i)[0], products.get(i)[1], lanes[i % 8]);
        }
        float sum = 0;
        for (float lane : lanes) {
          sum += lane;
        }
        return sum;
      }
    },
    PAIRWISE {
      @Override
      float sum(List<float[]> products) {
        int size = products.size();
        if (size < 2) {
          return size == 0 ? 0 : products.get(0)[0] * products.get(0)[1];
        }
        return sum(products.subList(0, size / 2)) + sum(products.subList(size / 2, size));
      }
    };

    abstract float sum(List<float[]> products);
  }

  private HonestFloat32() {}

  static Tensor compute(
      ConvProblem problem, ConvDirection direction, Operands operands, Order order) {
    Tensor result = Tensor.zeros(direction.result().shape(problem));
    List<List<float[]>> products = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      products.add(new ArrayList<>());
    }
    collect(problem, direction, operands, products);
    for (int i = 0; i < result.size(); i++) {
      result.values()[i] = order.sum(products.get(i));
    }
    return result;
  }

  private static void collect(
      ConvProblem problem,
      ConvDirection direction,
      Operands operands,
      List<List<float[]>> products) {
    LogicalAxes x = LogicalAxes.of(problem, Operand.INPUT);
    LogicalAxes w = LogicalAxes.of(problem, Operand.FILTER);
    LogicalAxes y = LogicalAxes.of(problem, Operand.OUTPUT);
    double[] input = operands.input().values();
    double[] filter = operands.filter().values();
    double[] gradient = operands.outputGradient().values();
    y.forEachOffset(
        out -> {
          int n = y.position(0, out);
          int k = y.position(1, out);
          int firstChannel =
              k / (int) problem.outputChannelsPerGroup() * (int) problem.inputChannelsPerGroup();
          if (direction == ConvDirection.BIAS_GRADIENT) {
            products.get(k).add(pair(gradient[out], 1));
            return;
          }
          if (direction == ConvDirection.FORWARD && problem.bias()) {
            products.get(out).add(pair(operands.bias().values()[k], 1));
          }
          for (int c = 0; c < w.size(1); c++) {
            for (int i = 0; i < w.size(2); i++) {
              for (int j = 0; j < w.size(3); j++) {
                long h =
                    y.position(2, out) * problem.stride().height()
                        + i * problem.dilation().height()
                        - problem.sides().top();
                long v =
                    y.position(3, out) * problem.stride().width()
                        + j * problem.dilation().width()
                        - problem.sides().left();
                if (h < 0 || h >= x.size(2) || v < 0 || v >= x.size(3)) {
                  continue;
                }
                int in = x.offset(n, firstChannel + c, (int) h, (int) v);
                int tap = w.offset(k, c, i, j);
                switch (direction) {
                  case FORWARD -> products.get(out).add(pair(input[in], filter[tap]));
                  case INPUT_GRADIENT -> products.get(in).add(pair(gradient[out], filter[tap]));
                  default -> products.get(tap).add(pair(gradient[out], input[in]));
                }
              }
            }
          }
        });
  }

  private static float[] pair(double one, double other) {
    return new float[] {(float) one, (float) other};
  }
}
