using CliWrap;
using CliWrap.Buffered;
using System.ComponentModel;

namespace Bakeoff.Experiments.Projects;

/// <summary>Commit and branch of the project's files: for records and reports, never part of a fingerprint.</summary>
/// <param name="Commit">Full commit hash.</param>
/// <param name="Branch">Branch name, or <c>HEAD</c> when none is checked out.</param>
/// <param name="IsDirty">True if tracked files differ from the commit.</param>
public sealed record GitState(string Commit, string Branch, bool IsDirty)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks git.</summary>
    /// <param name="folder">A folder of the repository.</param>
    /// <returns>The state, or null without git, outside a repository, or before the first commit.</returns>
    public static async Task<GitState?> ReadAsync(string folder)
    {
        var commit = await AskAsync(folder, "rev-parse", "HEAD");
        var branch = await AskAsync(folder, "rev-parse", "--abbrev-ref", "HEAD");
        return commit is null || branch is null
            ? null
            : new GitState(commit, branch, await AskAsync(folder, "status", "--porcelain", "--untracked-files=no") is { Length: > 0 });
    }

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
