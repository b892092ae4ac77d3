using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Sources;

/// <summary>Recordings in a Git repository that keeps them in Git LFS.</summary>
[Kind("git_lfs")]
public sealed record GitLfsSource : DatasetSource
{
    /// <summary>Owner and name on GitHub, such as <c>CheyneyComputerScience/CREMA-D</c>.</summary>
    [JsonPropertyName("repository")]
    public string Repository { get; init; } = "";

    /// <summary>Commit, tag or branch. A commit is the only one that cannot change. Default <c>master</c>.</summary>
    [JsonPropertyName("revision")]
    public string Revision { get; init; } = "master";

    /// <summary>Folder of the recordings in the repository.</summary>
    [JsonPropertyName("folder")]
    public string Folder { get; init; } = "";

    /// <inheritdoc/>
    public override string Summary => $"Git LFS, github.com/{Repository} {Folder} at {Revision}";
}
