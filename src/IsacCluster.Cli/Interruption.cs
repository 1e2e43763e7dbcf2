using System.Runtime.InteropServices;

namespace IsacCluster.Cli;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation: the first asks the command to stop and keep its state, a second one ends the
/// process at once, which loses nothing either since accepted work is on disk.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="stop">The caller's own way to interrupt.</param>
    public Interruption(CancellationToken stop = default)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        _source.Cancel();
    }
}
