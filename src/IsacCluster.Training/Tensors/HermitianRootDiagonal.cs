using static TorchSharp.torch;

namespace IsacCluster.Training.Tensors;

/// <summary>
/// The diagonal of A^1/2 for the Gram matrices A_ij = g_i^H g_j of n sets of L complex vectors, differentiable. L = 1 and 2 in closed form;
/// more by coupled Newton-Schulz iterations on the real embedding, which need products only.
/// </summary>
internal static class HermitianRootDiagonal
{
    private const int Iterations = 14;

    /// <param name="re">n x L x J: real parts of rows g_l^H.</param>
    /// <param name="im">n x L x J: imaginary parts.</param>
    /// <param name="regularisation">Added to the diagonal of A, times its mean.</param>
    /// <returns>n x L.</returns>
    public static Tensor Of(Tensor re, Tensor im, double regularisation)
    {
        Tensor diagonal = (re.square() + im.square()).sum(2);
        diagonal = diagonal + regularisation * diagonal.mean([1], keepdim: true);
        return diagonal.shape[1] switch
        {
            1 => diagonal.sqrt(),
            2 => OfPair(re, im, diagonal),
            _ => Iterated(re, im, diagonal),
        };
    }

    /// <summary>A^1/2 = (A + delta I) / sqrt(Tr A + 2 delta), delta = sqrt(det A).</summary>
    private static Tensor OfPair(Tensor re, Tensor im, Tensor diagonal)
    {
        Tensor re0 = re.select(1, 0), re1 = re.select(1, 1), im0 = im.select(1, 0), im1 = im.select(1, 1);
        Tensor offRe = (re0 * re1 + im0 * im1).sum(1), offIm = (im0 * re1 - re0 * im1).sum(1);
        Tensor product = diagonal.select(1, 0) * diagonal.select(1, 1);
        Tensor delta = (product - offRe.square() - offIm.square()).clamp_min(1e-12).sqrt();
        Tensor scale = (diagonal.sum(1) + 2 * delta).sqrt();
        return (diagonal + delta.unsqueeze(1)) / scale.unsqueeze(1);
    }

    private static Tensor Iterated(Tensor re, Tensor im, Tensor diagonal)
    {
        long users = diagonal.shape[1];
        Tensor real = re.bmm(re.transpose(1, 2)) + im.bmm(im.transpose(1, 2));
        Tensor imaginary = im.bmm(re.transpose(1, 2)) - re.bmm(im.transpose(1, 2));
        real = real + diag_embed(diagonal - real.diagonal(0, 1, 2));
        Tensor embedded = cat([cat([real, imaginary.neg()], 2), cat([imaginary, real], 2)], 1);
        // All eigenvalues come into (0, 1], where the iteration converges: Y to A^1/2, Z to A^-1/2.
        Tensor scale = real.square().sum([1, 2], keepdim: true).add(imaginary.square().sum([1, 2], keepdim: true)).sqrt();
        Tensor identity = eye(2 * users, device: re.device).unsqueeze(0);
        Tensor y = embedded / scale, z = identity.expand_as(y);
        for (int k = 0; k < Iterations; k++)
        {
            Tensor t = 1.5 * identity - 0.5 * z.bmm(y);
            (y, z) = (y.bmm(t), t.bmm(z));
        }

        return y.diagonal(0, 1, 2).narrow(1, 0, users) * scale.sqrt().squeeze(2);
    }
}
