using System.Text.Json;
using System.Text.Json.Nodes;

namespace IsacCluster.Jobs;

/// <summary>
/// An adaptive job whose tasks no slot runs where <see cref="IJob.Needs"/> is <see cref="SlotKind.Outside"/>: workers outside of the
/// cluster ask for them and tell what came of them. A task is then a pure function of (job, index, argument, what its workers said).
/// </summary>
public interface IOutsideJob : IAdaptiveJob
{
    /// <summary>A worker that says nothing for so long may lose its task to another one.</summary>
    TimeSpan LeaseTime { get; }

    /// <summary>A task as it stands.</summary>
    /// <param name="state">As <see cref="IOutsideTask.ToBytes"/> gave it; empty: nobody has begun it.</param>
    /// <exception cref="InvalidDataException">The bytes are no argument or state of a task.</exception>
    IOutsideTask OpenTask(long index, ReadOnlyMemory<byte> argument, ReadOnlyMemory<byte> state);
}

/// <summary>A task while workers outside are at it, one after another. Not thread-safe.</summary>
public interface IOutsideTask
{
    /// <summary>What came of it; null while it goes on.</summary>
    ILaneResult? Result { get; }

    /// <summary>A worker begins it.</summary>
    void Begin();

    /// <summary>What the worker that has begun it is to know.</summary>
    JsonObject Describe();

    /// <summary>Its worker has been silent for so long that another one may begin it.</summary>
    void Lapse();

    /// <summary>Takes in what its worker says.</summary>
    /// <param name="verb">tell or report.</param>
    /// <param name="word">A JSON object.</param>
    /// <param name="held">How long the worker has had it.</param>
    /// <exception cref="SpecificationException">It is not what is expected; nothing has changed.</exception>
    OutsideReply Take(string verb, JsonElement word, TimeSpan held);

    /// <summary>All that the words so far have come to.</summary>
    byte[] ToBytes();
}

/// <summary>What a worker is answered.</summary>
/// <param name="IsFree">Whether it has given the task up, for whoever asks next.</param>
public sealed record OutsideReply(JsonObject Answer, bool IsFree = false);
