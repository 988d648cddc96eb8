package example;

import java.util.Arrays;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Padding;
import org.conv4j.nd4j.Nd4jConvolution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public final class Example {

  public static void main(String[] args) {
    ConvProblem problem =
        ConvProblem.builder()
            .input(8, 64, 56, 56) // batch, channels, height, width
            .filter(128, 3, 3) // output channels, kernel height, kernel width
            .stride(1)
            .padding(Padding.same())
            .build();
    Convolution<INDArray> conv = Nd4jConvolution.of(problem);

    INDArray x = Nd4j.randn(DataType.FLOAT, problem.inputShape());
    INDArray w = Nd4j.randn(DataType.FLOAT, problem.filterShape());
    INDArray b = Nd4j.randn(DataType.FLOAT, problem.biasShape());
    INDArray y = conv.forward(x, w, b);
    System.out.println("output " + Arrays.toString(y.shape()));

    INDArray dy = Nd4j.onesLike(y);
    ConvGradients<INDArray> g = conv.backward(x, w, dy); // g.input(), g.filter(), g.bias()
    System.out.println("bias gradient of one channel " + g.bias().getFloat(0));
  }

  private Example() {}
}
