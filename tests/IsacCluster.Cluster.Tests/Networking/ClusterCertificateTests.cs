using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.Cluster.Tests.Networking;

/// <summary>Who knows the secret has the key, and nobody else.</summary>
public sealed class ClusterCertificateTests
{
    [Fact]
    public void The_same_secret_and_name_give_the_same_key_and_no_others_do()
    {
        using X509Certificate2 own = ClusterCertificate.Derive("a secret of good length", "lab");
        using X509Certificate2 same = ClusterCertificate.Derive("a secret of good length", "lab");
        using X509Certificate2 otherSecret = ClusterCertificate.Derive("a secret of good lengtH", "lab");
        using X509Certificate2 otherName = ClusterCertificate.Derive("a secret of good length", "lab2");
        Assert.True(ClusterCertificate.IsSame(own, same));
        Assert.False(ClusterCertificate.IsSame(own, otherSecret));
        Assert.False(ClusterCertificate.IsSame(own, otherName));
    }

    [Fact]
    public void The_certificate_signs_with_the_key_that_it_shows()
    {
        using X509Certificate2 certificate = ClusterCertificate.Derive("a secret of good length", "lab");
        using ECDsa signer = certificate.GetECDsaPrivateKey()!, verifier = certificate.GetECDsaPublicKey()!;
        byte[] message = [1, 2, 3];
        Assert.True(verifier.VerifyData(message, signer.SignData(message, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }
}
