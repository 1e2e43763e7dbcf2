namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>A folder whose code uses another folder of its project, with one pair of types that shows it.</summary>
internal sealed record FolderUse(string From, string To, string User, string Used)
{
    public override string ToString() => $"{From} uses {To}: {User} uses {Used}";
}
