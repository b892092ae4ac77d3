using System.ComponentModel;
using System.Diagnostics;
using Bakeoff.Mlflow.Rest;

namespace Bakeoff.Experiments.Projects;

/// <summary>Which code the project's files are: for records and reports, never part of a fingerprint.</summary>
/// <param name="Commit">Full commit hash.</param>
/// <param name="Branch">Branch name, or <c>HEAD</c> when none is checked out.</param>
/// <param name="IsDirty">Whether tracked files differ from the commit.</param>
public sealed record GitState(string Commit, string Branch, bool IsDirty)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks git.</summary>
    /// <returns>The state, or null without git, outside a repository, or before the first commit.</returns>
    public static GitState? Read(string folder)
    {
        var head = Ask(folder, "rev-parse", "HEAD");
        var branch = Ask(folder, "rev-parse", "--abbrev-ref", "HEAD");
        return head is null || branch is null ? null : new GitState(head, branch, Ask(folder, "status", "--porcelain", "--untracked-files=no") is { Length: > 0 });
    }

    private static string? Ask(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(Patience))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.GetAwaiter().GetResult().Trim() : null;
        }
        catch (Win32Exception)
        {
            // There is no git on this machine.
            return null;
        }
    }
}
