namespace IsacCluster.Campaigns.Programs;

/// <summary>A program answered wrongly, late or not at all; the message says how, for people.</summary>
internal sealed class ProgramFailure(string message, Exception? cause = null) : Exception(message, cause);
