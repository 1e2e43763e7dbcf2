using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IsacCluster.Cluster.Networking;

/// <summary>
/// The certificate that everyone with the cluster's secret can make: its P-256 key is
/// <c>d = 1 + PBKDF2-HMAC-SHA-256(secret, "isac-cluster:" + name, 600,000 iterations, 384 bits) mod (n - 1)</c>. TLS proves that the
/// other side holds the private key, so comparing public keys proves that it knows the secret; names and dates in the certificate mean
/// nothing.
/// </summary>
internal static class ClusterCertificate
{
    private const int Iterations = 600_000; // OWASP's figure for PBKDF2-HMAC-SHA-256
    private const int KeyBytes = 48; // 128 bits more than the order: the bias of the remainder is negligible
    private const int ScalarBytes = 32;

    /// <summary>n, the order of P-256 (FIPS 186-5).</summary>
    private static readonly BigInteger Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber, null);

    /// <summary>Makes the certificate of a secret; it takes a few tenths of a second.</summary>
    public static X509Certificate2 Derive(string secret, string cluster)
    {
        byte[] bytes = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"isac-cluster:{cluster}"),
            Iterations, HashAlgorithmName.SHA256, KeyBytes);
        var scalar = 1 + new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % (Order - 1);
        byte[] d = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = [.. new byte[ScalarBytes - d.Length], .. d],
        });
        return SelfSign(key);
    }

    /// <summary>The certificate of a key that nobody outside of this process knows.</summary>
    public static X509Certificate2 Draw()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SelfSign(key);
    }

    /// <summary>Whether a certificate carries the same public key.</summary>
    public static bool IsSame(X509Certificate2 own, X509Certificate other) =>
        CryptographicOperations.FixedTimeEquals(own.GetPublicKey(), other.GetPublicKey());

    private static X509Certificate2 SelfSign(ECDsa key)
    {
        var request = new CertificateRequest("CN=isac-cluster", key, HashAlgorithmName.SHA256);
        var signed = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (!OperatingSystem.IsWindows()) return signed;
        using (signed) // Windows' TLS wants a key that it has imported itself.
            return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), password: null);
    }
}
