using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>A variable with its features; the last of a full block are unit vectors, whose products are entries.</summary>
internal sealed class FeatureBlock
{
    private readonly int _units, _plain;
    private readonly PlanarMatrix _columns, _adjoint, _scaled, _xColumns, _zColumns, _xFeatures, _zFeatures, _vector;
    private readonly double[] _plainValues;

    public FeatureBlock(PlanarMatrix features, int units)
    {
        int order = features.Rows;
        (_units, _plain) = (units, features.Columns - units);
        Pair = new PsdVariable(order);
        (_columns, _adjoint, _scaled) = (new(order, _plain), new(_plain, order), new(order, _plain));
        (_xColumns, _zColumns, _xFeatures, _zFeatures) = (new(order, _plain), new(order, _plain), new(_plain, _plain), new(_plain, _plain));
        (_vector, _plainValues) = (new(1, order), new double[_columns.Stride]);
    }

    public PsdVariable Pair { get; }

    /// <summary>Features and X of the start.</summary>
    public void Load(FeatureProgram program, int block)
    {
        PlanarMatrix features = program.Features[block];
        for (int m = 0; m < features.Rows; m++)
        {
            Array.Copy(features.Re, m * features.Stride, _columns.Re, m * _columns.Stride, _plain);
            Array.Copy(features.Im, m * features.Stride, _columns.Im, m * _columns.Stride, _plain);
        }

        HermitianKernels.Adjoint(_columns, _adjoint);
        Pair.X.CopyFrom(program.Start[block]);
    }

    /// <summary>values += phi^H X phi, or of the direction.</summary>
    public void AddValues(bool direction, double[] values)
    {
        PlanarMatrix x = direction ? Pair.Dx : Pair.X;
        MatrixProducts.Multiply(x, _columns, _scaled);
        Array.Clear(_plainValues);
        PlanarKernels.AddColumnProducts(_columns, _scaled, _plainValues);
        for (int k = 0; k < _plain; k++) values[k] += _plainValues[k];
        for (int m = 0; m < _units; m++) values[_plain + m] += x.Re[m * (x.Stride + 1)];
    }

    /// <summary>phi^H X phi of one feature.</summary>
    public double ValueOf(bool direction, int feature)
    {
        PlanarMatrix x = direction ? Pair.Dx : Pair.X;
        if (feature >= _plain) return x.Re[(feature - _plain) * (x.Stride + 1)];
        Take(feature);
        return MatrixProducts.Quadratic(x, _vector, 0);
    }

    /// <summary>Z = Phi diag(weights) Phi^H, or dZ.</summary>
    public void SetDual(bool direction, double[] weights)
    {
        PlanarMatrix z = direction ? Pair.Dz : Pair.Z;
        for (int m = 0; m < _columns.Rows; m++)
        {
            for (int k = 0, at = m * _columns.Stride; k < _plain; k++, at++)
                (_scaled.Re[at], _scaled.Im[at]) = (weights[k] * _columns.Re[at], weights[k] * _columns.Im[at]);
        }

        MatrixProducts.Multiply(_scaled, _adjoint, z);
        for (int m = 0; m < _units; m++) z.Re[m * (z.Stride + 1)] += weights[_plain + m];
    }

    /// <summary>Z += factor phi phi^H, or dZ.</summary>
    public void AddOuter(bool direction, double factor, int feature)
    {
        PlanarMatrix z = direction ? Pair.Dz : Pair.Z;
        if (feature >= _plain)
        {
            z.Re[(feature - _plain) * (z.Stride + 1)] += factor;
            return;
        }

        Take(feature);
        HermitianKernels.AddOuter(factor, _vector, 0, z);
    }

    /// <summary>kernel += Re (phi_k^H X phi_l) conj(phi_k^H Z^-1 phi_l), upper part.</summary>
    /// <param name="first">The number of the first unit feature.</param>
    public void AddKernel(double[] kernel, int stride, int first)
    {
        MatrixProducts.Multiply(Pair.X, _columns, _xColumns);
        MatrixProducts.Multiply(Pair.ZInverse, _columns, _zColumns);
        MatrixProducts.Multiply(_adjoint, _xColumns, _xFeatures, upper: true);
        MatrixProducts.Multiply(_adjoint, _zColumns, _zFeatures, upper: true);
        for (int k = 0; k < _plain; k++)
        {
            for (int l = k, at = k * _xFeatures.Stride + k; l < _plain; l++, at++)
                kernel[k * stride + l] += _xFeatures.Re[at] * _zFeatures.Re[at] + _xFeatures.Im[at] * _zFeatures.Im[at];
        }

        PlanarMatrix x = Pair.X, z = Pair.ZInverse;
        for (int m = 0; m < _units; m++)
        {
            for (int k = 0, at = m * _xColumns.Stride; k < _plain; k++, at++)
                kernel[k * stride + first + m] += _xColumns.Re[at] * _zColumns.Re[at] + _xColumns.Im[at] * _zColumns.Im[at];
            for (int l = m, at = m * x.Stride + m; l < _units; l++, at++)
                kernel[(first + m) * stride + first + l] += x.Re[at] * z.Re[at] + x.Im[at] * z.Im[at];
        }
    }

    /// <summary>image = factor times row k of this block's kernel, after <see cref="AddKernel"/>; k is no unit feature.</summary>
    public void KernelRow(int k, double factor, double[] image, int first)
    {
        Array.Clear(image);
        for (int l = 0; l < _plain; l++)
        {
            int at = k <= l ? k * _xFeatures.Stride + l : l * _xFeatures.Stride + k;
            image[l] = factor * (_xFeatures.Re[at] * _zFeatures.Re[at] + _xFeatures.Im[at] * _zFeatures.Im[at]);
        }

        for (int m = 0, at = k; m < _units; m++, at += _xColumns.Stride)
            image[first + m] = factor * (_xColumns.Re[at] * _zColumns.Re[at] + _xColumns.Im[at] * _zColumns.Im[at]);
    }

    private void Take(int feature)
    {
        for (int m = 0, at = feature; m < _columns.Rows; m++, at += _columns.Stride)
            (_vector.Re[m], _vector.Im[m]) = (_columns.Re[at], _columns.Im[at]);
    }
}
