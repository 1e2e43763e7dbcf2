using System.Globalization;
using System.Text.Json;
using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Peer;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>PyTorch through peers/pytorch_peer.py, one process and one thread a pass.</summary>
internal sealed class PyTorchPeer
{
    private const string VersionsProgram = """
        import sys, torch, numpy
        print(f"PyTorch {torch.__version__}, NumPy {numpy.__version__}, Python {sys.version.split()[0]}")
        """;

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "peers", "pytorch_peer.py");
    private readonly PythonProcess _python;
    private readonly string _folder;

    /// <param name="folder">Where the batch lies.</param>
    /// <exception cref="UsageException">The interpreter, PyTorch or NumPy is missing.</exception>
    public PyTorchPeer(string python, string folder)
    {
        _folder = folder;
        _python = new PythonProcess(
            python, "Debian's python3-torch and libopenblas0-pthread (apt-get install python3-torch python3-numpy libopenblas0-pthread)");
        Versions = _python.Run("-c", VersionsProgram).Trim();
    }

    /// <summary>Versions of the peer and of what it runs on.</summary>
    public string Versions { get; }

    /// <exception cref="UsageException">The peer failed; the message carries its last line.</exception>
    public Rate Measure(string work, TimeSpan duration)
    {
        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using var json = JsonDocument.Parse(_python.Run(Script, work, _folder, "--seconds", seconds));
        return new Rate(Number("samples_per_cpu_second"), Number("samples_per_second"));

        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
    }

    /// <summary>The outputs of the peer's last inference.</summary>
    public float[] ReadOutputs() => InferenceBatch.Read(Path.Combine(_folder, "outputs.f32"));
}
