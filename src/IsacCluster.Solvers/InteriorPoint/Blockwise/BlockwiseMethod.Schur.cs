using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// The Schur complement Op(X Op^*(.) Z^-1) + Q. In the features phi_a of a block (frequencies, then vectors of the rows) its entries are
/// <code>
///   Tr(phi_a phi_a^H X phi_b phi_b^H Z^-1) = (phi_a^H X phi_b) conj(phi_a^H Z^-1 phi_b),
/// </code>
/// an entrywise product of two congruences: O(M^3) for the Toeplitz part, which as a correlation of diagonals (Alkire and Vandenberghe
/// 2002) costs O(M^4) or a two-dimensional transform. Trace and rows come first, the F rows last: where X Z^-1 is large the latter are
/// nearly dependent on the former, and then the + I of Q carries their pivots.
/// </summary>
internal sealed partial class BlockwiseMethod
{
    private readonly double[] _kernel, _products, _rowFeatures, _rowImages, _features, _image;

    protected override void AddSchur()
    {
        GatherBlocks();
        AddPatternPart();
        for (int i = 0; i < _shape.Rows; i++) AddSlack(_schur, _system.Stride, i, _slack[i] / _lambda[i]);
    }

    /// <summary>
    /// Sums the blocks' entrywise products: pairs of frequencies into the kernel; frequencies with the trace and with row i into rows 0 and
    /// 1 + i of the row features; pairs among trace and rows straight into the Schur complement.
    /// </summary>
    private void GatherBlocks()
    {
        Array.Clear(_kernel);
        Array.Clear(_rowFeatures);
        for (int b = 0; b < _blocks.Length; b++)
        {
            PsdBlock block = _blocks[b];
            Array.Clear(_products);
            _schur[0] += block.MakeFeatures(_products);
            MatrixProducts.AddEntrywise(block.XFeatures, block.ZFeatures, _kernel);
            for (int n = 0; n < _frequencies; n++) _rowFeatures[n] += _products[n];
            for (int i = 0; i < _shape.Rows; i++) GatherRow(b, i);
        }
    }

    private void GatherRow(int index, int i)
    {
        double outer = _program.Rows[i].CoefficientOf(index);
        if (outer == 0) return;
        PlanarMatrix x = _blocks[index].XFeatures, z = _blocks[index].ZFeatures;
        int column = _frequencies + i, stride = x.Stride, target = (1 + i) * _rowStride;
        _schur[1 + i] += outer * _products[column];
        for (int n = 0, at = column; n < _frequencies; n++, at += stride)
            _rowFeatures[target + n] += outer * (x.Re[at] * z.Re[at] + x.Im[at] * z.Im[at]);
        for (int j = i; j < _shape.Rows; j++)
        {
            double coefficient = outer * _program.Rows[j].CoefficientOf(index);
            int at = column * stride + _frequencies + j;
            if (coefficient != 0)
                _schur[(1 + i) * _system.Stride + 1 + j] += coefficient * (x.Re[at] * z.Re[at] + x.Im[at] * z.Im[at]);
        }
    }

    /// <summary>Maps frequencies to F rows: (F Psi) K (F Psi)^T and the mixed part.</summary>
    private void AddPatternPart()
    {
        int rank = _shape.Rank, width = PlanarMatrix.Padded(rank), stride = _system.Stride;
        double[] columns = _program.Factor.FrequencyColumns;
        RealProducts.Multiply(_rowFeatures, _rowStride, columns, width, _rowImages, 1 + _shape.Rows, _frequencies, upper: false);
        for (int i = 0; i <= _shape.Rows; i++) Array.Copy(_rowImages, i * width, _schur, i * stride + _pattern, rank);

        for (int i = 1; i < _frequencies; i++)
        {
            for (int j = 0; j < i; j++) _kernel[i * _kernelStride + j] = _kernel[j * _kernelStride + i];
        }

        RealProducts.Multiply(
            _program.Factor.FrequencyRows, _program.Factor.Stride, _kernel, _kernelStride, _features, rank, _frequencies, upper: false);
        RealProducts.Multiply(_features, _kernelStride, columns, width, _image, rank, _frequencies, upper: false);
        for (int k = 0; k < rank; k++) Array.Copy(_image, k * width + k, _schur, (_pattern + k) * stride + _pattern + k, rank - k);
    }
}
