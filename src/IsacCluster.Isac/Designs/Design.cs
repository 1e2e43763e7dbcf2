using IsacCluster.Numerics;

namespace IsacCluster.Isac.Designs;

/// <summary>
/// A transmit design x = C d + S w: communication beams C (M x L, column l is c_l) and radar beams S (M x M).
/// Its covariance is R = C C^H + S S^H.
/// </summary>
public sealed record Design(ComplexMatrix C, ComplexMatrix S)
{
    /// <summary>R = sum_l c_l c_l^H + S S^H, M x M, positive semidefinite by construction.</summary>
    public ComplexMatrix Covariance() => C.Gram() + S.Gram();

    /// <summary>Tr R, the transmit power.</summary>
    public double Power()
    {
        double sum = 0;
        foreach (var entry in C.Data) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        foreach (var entry in S.Data) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return sum;
    }
}
