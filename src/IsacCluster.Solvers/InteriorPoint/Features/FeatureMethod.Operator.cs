using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>The constraint operator Op and its adjoint.</summary>
internal sealed partial class FeatureMethod
{
    protected override void Operate(bool direction, double[] slack)
    {
        Array.Clear(_operator);
        Array.Clear(_values);
        foreach (FeatureBlock block in _blocks) block.AddValues(direction, _values);
        for (int i = 0; i < _shape.Rows; i++) _operator[i] = Value(_program.Rows[i], direction) - (i < slack.Length ? slack[i] : 0);
        for (int k = 0; k < _shape.DenseRows; k++)
            _operator[_pattern + k] = PlanarKernels.Dot(_program.Dense, k * _program.DenseStride, _values, 0, DenseLength);
        for (int k = 0; k < _shape.Pattern; k++) _operator[_pattern + _shape.DenseRows + k] = Value(_program.Pattern[k], direction);
    }

    protected override void Adjoint(double[] y, bool direction)
    {
        SetWeights(y);
        foreach (FeatureBlock block in _blocks) block.SetDual(direction, _weights);
        for (int i = 0; i < _shape.Rows; i++)
        {
            foreach (FeatureTerm term in _program.Rows[i].Terms)
            {
                if (term.Owner >= 0) _blocks[term.Owner].AddOuter(direction, -term.Own * y[i], term.Feature);
            }
        }
    }

    /// <summary>Dense rows are read in whole vectors; D is padded with zeros.</summary>
    private int DenseLength => PlanarMatrix.Padded(_shape.DenseFeatures);

    private double Value(FeatureRow row, bool direction)
    {
        double sum = 0;
        foreach (FeatureTerm term in row.Terms)
        {
            sum += term.Common * _values[term.Feature];
            if (term.Owner >= 0) sum += term.Own * _blocks[term.Owner].ValueOf(direction, term.Feature);
        }

        return sum;
    }

    /// <summary>-C^T y on the features, the common coefficients.</summary>
    private void SetWeights(double[] y)
    {
        Array.Clear(_weights);
        for (int k = 0; k < _shape.DenseRows; k++)
            PlanarKernels.AddReal(-y[_pattern + k], _program.Dense, k * _program.DenseStride, _weights, 0, DenseLength);
        for (int i = 0; i < _shape.Rows; i++) AddWeights(_program.Rows[i], -y[i]);
        for (int k = 0; k < _shape.Pattern; k++) AddWeights(_program.Pattern[k], -y[_pattern + _shape.DenseRows + k]);
    }

    private void AddWeights(FeatureRow row, double factor)
    {
        foreach (FeatureTerm term in row.Terms) _weights[term.Feature] += factor * term.Common;
    }
}
