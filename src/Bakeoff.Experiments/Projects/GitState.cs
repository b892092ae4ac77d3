using CliWrap;
using CliWrap.Buffered;
using System.ComponentModel;

namespace Bakeoff.Experiments.Projects;

/// <summary>Commit and branch of the project's files: for records and reports, never part of a fingerprint.</summary>
/// <param name="Commit">Full commit hash.</param>
/// <param name="Branch">Branch name, or <c>HEAD</c> when none is checked out.</param>
/// <param name="IsDirty">True if tracked files differ from the commit, or a YAML file is in none.</param>
public sealed record GitState(string Commit, string Branch, bool IsDirty)
{
    /// <summary>Files that differ from the commit, those in no commit among them: paths from the repository's root, sorted.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Root of the repository, with <c>/</c> between folders and at its end.</summary>
    public string Root { get; init; } = "";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks git.</summary>
    /// <param name="folder">A folder of the repository.</param>
    /// <returns>The state, or null without git, outside a repository, or before the first commit.</returns>
    public static async Task<GitState?> ReadAsync(string folder)
    {
        var commit = await AskAsync(folder, "rev-parse", "HEAD");
        var branch = await AskAsync(folder, "rev-parse", "--abbrev-ref", "HEAD");
        var root = await AskAsync(folder, "rev-parse", "--show-toplevel");
        if (commit is null || branch is null || root is null)
        {
            return null;
        }

        // Without -z, git would quote names that are not ASCII.
        var changed = Names(await AskAsync(root, "diff", "--name-only", "-z", "HEAD"));
        var untracked = Names(await AskAsync(root, "ls-files", "--others", "--exclude-standard", "-z"));

        // Other files in no commit may be anything; a description decides what was run.
        var isDirty = changed.Length > 0 || untracked.Any(static file => file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase));
        return new GitState(commit, branch, isDirty)
        {
            Root = root + "/",
            Changes = [.. changed.Concat(untracked).Order(StringComparer.Ordinal)],
        };
    }

    private static string[] Names(string? answer) => answer?.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static async Task<string?> AskAsync(string folder, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var git = await Cli.Wrap("git")
                .WithArguments(["-C", folder, .. arguments])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(limit.Token);
            return git.ExitCode == 0 ? git.StandardOutput.Trim() : null;
        }
        catch (Win32Exception)
        {
            // There is no git on this machine.
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
