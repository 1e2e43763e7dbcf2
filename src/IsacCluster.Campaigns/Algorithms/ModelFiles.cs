using IsacCluster.Networks.Models;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Model files in memory, for as long as somebody works with them: each is read once, and again after its length or its time of change
/// differs. Thread-safe.
/// </summary>
/// <param name="read">Reads a file; <see cref="IOException"/> or <see cref="InvalidDataException"/> where it cannot.</param>
public sealed class ModelFiles(Func<string, ILearnedModel> read)
{
    private readonly record struct Stamp(long Length, DateTime Changed);

    private readonly Dictionary<string, (Stamp Stamp, WeakReference<ILearnedModel> Model)> _models = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The one that all specifications of this process share.</summary>
    public static ModelFiles OfProcess { get; } = new(path => new NetworkModel(DesignModel.Load(path)));

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">Not a model file; the message says why, without the path.</exception>
    public ILearnedModel Load(string path)
    {
        string key = Path.GetFullPath(path);
        if (Directory.Exists(key)) throw new IOException("it is a folder");
        lock (_lock)
        {
            var file = new FileInfo(key);
            // Before reading: a file that is replaced meanwhile is then read again.
            var stamp = new Stamp(file.Length, file.LastWriteTimeUtc);
            if (_models.TryGetValue(key, out var known) && known.Stamp == stamp && known.Model.TryGetTarget(out ILearnedModel? alive))
                return alive;
            ILearnedModel model = read(key);
            foreach (string gone in _models.Where(entry => !entry.Value.Model.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
                _models.Remove(gone);
            _models[key] = (stamp, new WeakReference<ILearnedModel>(model));
            return model;
        }
    }
}
