using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// The exact presolve beyond <see cref="RadarSplit"/>: among all radar-only optima (<see cref="RadarFace"/>) one that serves the users is
/// looked for by
/// <see cref="FaceCentering"/>. What is found has the radar-only value, so the radar-only bound is its certificate, for the SDR and for
/// zero forcing alike. Pure: a failed search costs time only.
/// </summary>
internal sealed class FaceSearch(bool split)
{
    /// <summary>Unknowns of a direction beyond which the search costs more than the iteration that it may spare.</summary>
    private const int MostUnknowns = 1500;

    private FaceCentering? _centering;

    /// <summary>The design for P0 = 1 and the directions it took, or null.</summary>
    public (Design Design, int Steps)? Try(RadarOptimum optimum, UnitChannel channel, double threshold)
    {
        int users = channel.Users;
        if (optimum.Face is not RadarFace face || users > face.Order) return null;
        if (HermitianLink.Count(users) + face.Features.Columns > MostUnknowns) return null;
        if (_centering is null || !_centering.Fits(face, users, split))
            _centering = new FaceCentering(face.Order, face.Features.Columns, users, split);
        PlanarMatrix images = Images(face, channel), adjoint = new(users, face.Order);
        HermitianKernels.Adjoint(images, adjoint);
        PlanarMatrix? root = null;
        if (split && (root = Root(images, adjoint)) is null) return null;
        double[] targets = [.. channel.Noise.Select(noise => split ? noise : threshold * noise)];
        if (!_centering.Solve(face, images, adjoint, 1 + 1 / threshold, targets, root)) return null;
        return Beams(images, adjoint) is PlanarMatrix beams ? (Assemble(face, beams), _centering.Steps) : null;
    }

    /// <summary>B^H h_l in columns.</summary>
    private static PlanarMatrix Images(RadarFace face, UnitChannel channel)
    {
        var images = new PlanarMatrix(face.Order, channel.Users);
        PlanarMatrix b = face.Basis, h = channel.Rows;
        for (int k = 0; k < face.Order; k++)
        {
            for (int l = 0; l < channel.Users; l++)
            {
                double re = 0, im = 0;
                for (int m = 0; m < b.Rows; m++)
                {
                    int x = m * b.Stride + k, y = l * h.Stride + m;
                    re += b.Re[x] * h.Re[y] + b.Im[x] * h.Im[y];
                    im += b.Re[x] * h.Im[y] - b.Im[x] * h.Re[y];
                }

                images[k, l] = new Complex(re, im);
            }
        }

        return images;
    }

    /// <summary>Row k is column k of (G^H G)^1/2; null if the users' images are dependent.</summary>
    private static PlanarMatrix? Root(PlanarMatrix images, PlanarMatrix adjoint)
    {
        int users = images.Columns;
        PlanarMatrix gram = new(users, users), result = new(users, users);
        MatrixProducts.Multiply(adjoint, images, gram);
        var flat = new Complex[users * users];
        for (int i = 0; i < flat.Length; i++) flat[i] = gram[i / users, i % users];
        var root = new HermitianRoot(users);
        if (!root.Factor(flat)) return null;
        for (int i = 0; i < flat.Length; i++) result[i % users, i / users] = root.Root[i];
        return result;
    }

    /// <summary>Row l is the beam within the face, W G (G^H W G)^-1 C_l e_l / (C_l)_ll^1/2, or W g_l / (g_l^H W g_l)^1/2.</summary>
    private PlanarMatrix? Beams(PlanarMatrix images, PlanarMatrix adjoint)
    {
        int users = images.Columns, order = images.Rows;
        PlanarMatrix applied = new(users, order), received = new(users, users), beams = new(users, order);
        // Rows of G^H W are the adjoints of the columns W g_l.
        MatrixProducts.Multiply(adjoint, _centering!.Covariance, applied);
        MatrixProducts.Multiply(applied, images, received);
        PlanarMatrix inverse = new(users, users);
        if (split && !HermitianKernels.TryInvert(received, inverse)) return null;
        for (int l = 0; l < users; l++)
        {
            PlanarMatrix share = split ? _centering.Share(l) : received;
            double scale = 1 / Math.Sqrt(share.Re[l * (share.Stride + 1)]);
            for (int j = 0; j < users; j++)
            {
                Complex weight = Complex.Zero;
                if (split)
                {
                    for (int i = 0; i < users; i++) weight += inverse[j, i] * share[i, l];
                }
                else if (j == l)
                {
                    weight = Complex.One;
                }

                if (weight == Complex.Zero) continue;
                PlanarKernels.AddScaledConjugate(
                    scale * weight.Real, scale * weight.Imaginary, applied.Re, applied.Im, j * applied.Stride,
                    beams.Re, beams.Im, l * beams.Stride, beams.Stride);
            }
        }

        return beams;
    }

    /// <summary>C = B beams, S = B (W - sum of the beams' covariances)^1/2.</summary>
    private Design Assemble(RadarFace face, PlanarMatrix beams)
    {
        int antennas = face.Basis.Rows, users = beams.Rows, order = face.Order;
        PlanarMatrix rest = _centering!.Covariance;
        for (int l = 0; l < users; l++) HermitianKernels.AddOuter(-1, beams, l, rest);
        ComplexMatrix factor = PivotedCholesky.Of(rest.ToComplex());
        PlanarMatrix inner = new(order, users + order), outer = new(antennas, users + order);
        for (int k = 0; k < order; k++)
        {
            for (int l = 0; l < users; l++) inner[k, l] = beams[l, k];
            for (int j = 0; j < order; j++) inner[k, users + j] = factor[k, j];
        }

        MatrixProducts.Multiply(face.Basis, inner, outer);
        ComplexMatrix c = new(antennas, users), s = new(antennas, antennas);
        for (int m = 0; m < antennas; m++)
        {
            for (int l = 0; l < users; l++) c[m, l] = outer[m, l];
            for (int j = 0; j < order; j++) s[m, j] = outer[m, users + j];
        }

        return new Design(c, s);
    }
}
