namespace IsacCluster.Campaigns.Programs;

/// <summary>A program answered wrongly, late or not at all; the message says how, for people.</summary>
/// <param name="isSaid">The program says so itself, as the protocol has it, and waits for the next batch.</param>
/// <param name="isEnd">It ended without an answer, which what it did before may have brought about.</param>
internal sealed class ProgramFailure(string message, Exception? cause = null, bool isSaid = false, bool isEnd = false)
    : Exception(message, cause)
{
    public bool IsSaid => isSaid;

    public bool IsEnd => isEnd;
}
