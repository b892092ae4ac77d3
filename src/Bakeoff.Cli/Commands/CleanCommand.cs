using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff clean</c>: frees space in the store.</summary>
internal static class CleanCommand
{
    private const string Current = "current";
    private const string None = "none";
    private const string All = "all";
    private const int LongestDays = 36_500;

    public static Command Create()
    {
        var command = new Command(
            "clean",
            "Frees space in the store: results that no experiment's latest run uses, damaged ones, and what interrupted processes left.");
        var keep = new Option<string>("--keep")
        {
            Description = "current: what the latest results of any experiment are made of. all: every sound result. none: nothing.",
            DefaultValueFactory = _ => Current,
            HelpName = "rule",
        };
        keep.AcceptOnlyFromAmong(Current, None, All);
        var keepDays = new Option<int?>("--keep-days") { Description = "Also keep what was finished in the last N days.", HelpName = "N" };
        keepDays.Validators.Add(result =>
        {
            if (result.GetValue(keepDays) is < 0 or > LongestDays)
            {
                result.AddError(
                    string.Create(CultureInfo.InvariantCulture, $"--keep-days is {result.GetValue(keepDays)}, expected 0 to "
                        + $"{LongestDays}."));
            }
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        command.Options.Add(keep);
        command.Options.Add(keepDays);
        command.Options.Add(dryRun);
        command.SetAction(parsed =>
        {
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            DateTimeOffset? since = parsed.GetValue(keepDays) is { } days
                ? TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(days)
                : null;
            Clean(workspace, parsed.GetValue(keep)!, since, parsed.GetValue(dryRun), Console.Out);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Clean(Workspace workspace, string rule, DateTimeOffset? since, bool isDry, TextWriter output)
    {
        var needed = new Lazy<IReadOnlySet<string>>(() => CurrentResults.Read(workspace));
        var cleaner = new StoreCleaner(new ArtifactStore(workspace.StoreFolder, TimeProvider.System));
        var items = cleaner.Plan(
            e => rule == All || (rule == Current && needed.Value.Contains(e.Record.Fingerprint)) || e.Record.FinishedAt >= since,
            since);
        long freed = 0;
        var removed = 0;
        foreach (var item in items)
        {
            var name = Path.GetRelativePath(workspace.StoreFolder, item.Folder).Replace('\\', '/');
            var isRemoved = isDry || cleaner.Remove(item);
            output.WriteLine($"{name}: {(isRemoved ? Size(item.Bytes) : "stays, a running process uses it")} ({item.Reason})");
            freed += isRemoved ? item.Bytes : 0;
            removed += isRemoved ? 1 : 0;
        }

        output.WriteLine($"{(isDry ? "would free" : "freed")} {Size(freed)} in {removed.ToString(CultureInfo.InvariantCulture)} folders");
    }

    private static string Size(long bytes) =>
        bytes switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        };
}
