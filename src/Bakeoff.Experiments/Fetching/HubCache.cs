using System.Text.RegularExpressions;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Fetching;

/// <summary>The cache that the hub's own tools keep: <c>models--OWNER--NAME</c> with <c>refs</c> and <c>snapshots</c>.</summary>
internal static partial class HubCache
{
    /// <summary>Folder of a commit's files, where the cache has one; null else.</summary>
    public static string? SnapshotOf(string cacheFolder, string repository, string commit)
    {
        var folder = Path.Combine(FolderOf(cacheFolder, repository), "snapshots", commit);
        return Directory.Exists(folder) ? folder : null;
    }

    /// <summary>The repository as the cache has it.</summary>
    /// <exception cref="DatasetException">It has no such revision.</exception>
    public static HubRepository Read(string cacheFolder, string repository, string revision)
    {
        var file = Path.GetFullPath(Path.Combine(FolderOf(cacheFolder, repository), "refs", revision));
        var commit = File.Exists(file) ? File.ReadAllText(file).Trim() : revision;
        if (!CommitPattern().IsMatch(commit) || SnapshotOf(cacheFolder, repository, commit) is not { } snapshot)
        {
            throw new DatasetException(DatasetProblem.NotFound, new ErrorDetails($"the cache has no {repository} at {revision}")
            {
                Where = cacheFolder,
                NextStep = "Fetch it without --offline, or set HF_HOME to the folder where it is.",
            });
        }

        return new HubRepository(repository, commit, Licence: null, [.. Directory.EnumerateFiles(snapshot).Select(Describe)]);
    }

    // Large files are links to blobs that are named by their SHA-256.
    private static HubFile Describe(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.Name;
        return new HubFile(Path.GetFileName(path), Bytes: null, target is not null && DigestPattern().IsMatch(target) ? target : null);
    }

    private static string FolderOf(string cacheFolder, string repository) =>
        Path.Combine(cacheFolder, "models--" + repository.Replace("/", "--", StringComparison.Ordinal));

    [GeneratedRegex(@"\A[0-9a-f]{40}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommitPattern();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DigestPattern();
}
