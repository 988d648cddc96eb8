package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.junit.jupiter.api.Test;

class ReferenceAgreementTest {
  @Test
  void agree() {
    for (String s :
        new String[] {
          "n2_c4h9w7_k6r3s2_g2_sh2sw3_pt1pb0pl3pr2_dh2dw1",
          "n2_c4h9w7_k6r3s2_g2_sh2sw3_pt6pb0pl3pr9_dh2dw1_nhwc_ohwi",
          "n2_c4h9w7_k4r1s2_g4_sh3sw3_same_dh2dw1_nhwc_hwio"
        }) {
      ConvProblem p = ConvProblem.parse(s);
      Random r = new Random(1);
      Tensor x = fill(p.inputShape(), r);
      Tensor w = fill(p.filterShape(), r);
      Tensor b = fill(p.biasShape(), r);
      Tensor dy = fill(p.outputShape(), r);
      Convolution<Tensor> d = new DirectReference(p);
      for (Convolution<Tensor> c :
          java.util.List.of(new MirroredReference(p), new CompensatedReference(p))) {
        assertArrayEquals(d.forward(x, w, b).values(), c.forward(x, w, b).values());
        ConvGradients<Tensor> g = d.backward(x, w, dy);
        ConvGradients<Tensor> h = c.backward(x, w, dy);
        assertArrayEquals(g.input().values(), h.input().values());
        assertArrayEquals(g.filter().values(), h.filter().values());
        assertArrayEquals(g.bias().values(), h.bias().values());
      }
    }
  }

  private static Tensor fill(long[] shape, Random r) {
    Tensor t = Tensor.zeros(shape);
    for (int i = 0; i < t.size(); i++) {
      t.values()[i] = r.nextInt(-8, 9);
    }
    return t;
  }
}
