/**
 * What every {@link org.conv4j.Convolution} must do. An implementation in any module runs it by
 * extending {@link org.conv4j.contract.ConvolutionContract}; {@link
 * org.conv4j.contract.ContractChecks} are the same checks as plain methods.
 */
package org.conv4j.contract;
