using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>The Schur complement C K C^T from the kernel K of the features.</summary>
internal sealed partial class FeatureMethod
{
    protected override void AddSchur()
    {
        Array.Clear(_kernel);
        foreach (FeatureBlock block in _blocks) block.AddKernel(_kernel, _kernelStride, _plain);
        for (int i = 1; i < _shape.Features; i++)
        {
            for (int j = 0; j < i; j++) _kernel[i * _kernelStride + j] = _kernel[j * _kernelStride + i];
        }

        AddDense();
        for (int i = 0; i < _shape.Rows; i++) AddSparse(i, _program.Rows[i]);
        for (int k = 0; k < _shape.Pattern; k++) AddSparse(_pattern + _shape.DenseRows + k, _program.Pattern[k]);
        for (int i = 0; i < _shape.Rows; i++)
        {
            foreach (FeatureTerm term in _program.Rows[i].Terms)
            {
                if (term.Owner >= 0) AddOwn(i, term);
            }
        }

        for (int i = 0; i < _slack.Length; i++) _schur[i * (_system.Stride + 1)] += _slack[i] / _lambda[i];
    }

    /// <summary>D K D^T.</summary>
    private void AddDense()
    {
        int rows = _shape.DenseRows, width = PlanarMatrix.Padded(Math.Max(rows, 1)), stride = _system.Stride;
        if (rows == 0) return;
        RealProducts.Multiply(
            _program.Dense, _program.DenseStride, _kernel, _kernelStride, _half, rows, _shape.DenseFeatures, upper: false);
        RealProducts.Multiply(_half, _kernelStride, _denseColumns, width, _denseImage, rows, _shape.DenseFeatures, upper: true);
        for (int k = 0; k < rows; k++)
        {
            for (int j = k; j < rows; j++) _schur[(_pattern + k) * stride + _pattern + j] += _denseImage[k * width + j];
        }
    }

    /// <summary>The common part of row i with all rows that stand beside or after it, and with the dense rows.</summary>
    private void AddSparse(int i, FeatureRow row)
    {
        Array.Clear(_image);
        foreach (FeatureTerm term in row.Terms)
        {
            if (term.Common != 0)
                PlanarKernels.AddReal(term.Common, _kernel, term.Feature * _kernelStride, _image, 0, _kernelStride);
        }

        AddImage(i, _image, after: true);
    }

    /// <summary>
    /// Own K_b phi of a term with the common parts of all rows, twice where that is row i itself, and with the block's other own terms.
    /// </summary>
    private void AddOwn(int i, FeatureTerm term)
    {
        FeatureBlock block = _blocks[term.Owner];
        block.KernelRow(term.Feature, term.Own, _image, _plain);
        AddImage(i, _image, after: false);
        for (int j = 0; j <= i; j++)
        {
            foreach (FeatureTerm other in _program.Rows[j].Terms)
            {
                if (other.Owner == term.Owner) _schur[j * _system.Stride + i] += other.Own * _image[other.Feature];
            }
        }
    }

    /// <summary>Adds the products of an image with rows to row and column i.</summary>
    /// <param name="after">Only rows from i on; else all, each in its place above the diagonal.</param>
    private void AddImage(int i, double[] image, bool after)
    {
        int stride = _system.Stride, dense = _pattern + _shape.DenseRows;
        for (int j = after ? Math.Min(i, _shape.Rows) : 0; j < _shape.Rows; j++)
        {
            double value = Product(_program.Rows[j], image);
            if (!after && j == i) value *= 2;
            _schur[Math.Min(i, j) * stride + Math.Max(i, j)] += value;
        }

        for (int k = 0; k < _shape.DenseRows; k++)
        {
            int j = _pattern + k;
            _schur[Math.Min(i, j) * stride + Math.Max(i, j)] +=
                PlanarKernels.Dot(_program.Dense, k * _program.DenseStride, image, 0, DenseLength);
        }

        for (int k = after ? Math.Max(0, i - dense) : 0; k < _shape.Pattern; k++)
            _schur[i * stride + dense + k] += Product(_program.Pattern[k], image);
    }

    private static double Product(FeatureRow row, double[] image)
    {
        double sum = 0;
        foreach (FeatureTerm term in row.Terms) sum += term.Common * image[term.Feature];
        return sum;
    }
}
